package dev.sekisho.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.http.BadMessage.Fault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which heads are requests, and what exactly is wrong with those that are not. */
class RequestGuardTest {
    static final String GOOD = "GET http://a.test/ HTTP/1.1\r\nHost: a.test\r\n";

    static RequestHead read(String text) throws BadMessage {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        RequestHead head = new RequestReader(HeadLimits.standard()).read(in);
        if (head == null) {
            throw new AssertionError("incomplete: " + text);
        }
        return head;
    }

    private static String escaped(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0")
                .replace("\\v", "\u000b")
                .replace("\\x", "\u00a0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\nX: 1\\r\\n\\r\\n                                  | LINE_ENDING
        GET http://a.test/ HTTP/1.1\\nHost: a\\n\\n                                                  | LINE_ENDING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX: a\\rb\\r\\n\\r\\n                            | LINE_ENDING
        GET  http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                        | START_LINE
        GET http://a.test/  HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                        | START_LINE
        GET http://a.test/\\tHTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                       | START_LINE
        GET http://a.test/ HTTP/1.1 \\r\\nHost: a\\r\\n\\r\\n                                        | START_LINE
        GET http://a.test/ HTTP/1.1X\\r\\nHost: a\\r\\n\\r\\n                                        | START_LINE
        GET http://a.test/ http/1.1\\r\\nHost: a\\r\\n\\r\\n                                         | START_LINE
        GET http://a.test/\\r\\nHost: a\\r\\n\\r\\n                                                  | START_LINE
        G@T http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                         | START_LINE
        GET http://a.test/\\x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                      | START_LINE
        GET http://a.test/\\0 HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                      | START_LINE
        GET http://a.test/ HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n                                         | VERSION
        GET http://a.test/ HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n                                         | VERSION
        PRI * HTTP/2.0\\r\\n\\r\\n                                                                   | VERSION
        GET ftp://a.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                          | TARGET
        GET a.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                                | TARGET
        GET http:///x HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                              | TARGET
        GET http://u:p@a.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                     | TARGET
        GET http://a.test:0/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                       | TARGET
        GET http://a.test:99999/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                   | TARGET
        GET http://a.test:8o/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                      | TARGET
        GET http://a.test\\@b.test/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                | TARGET
        GET http://a.test/#top HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                     | TARGET
        GET http://[::1/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                           | TARGET
        GET http://[::g]/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                          | TARGET
        GET * HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                                      | TARGET
        CONNECT a.test HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                             | TARGET
        CONNECT http://a.test:443/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                 | TARGET
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX : 1\\r\\n\\r\\n                              | FIELD_NAME
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX\\t: 1\\r\\n\\r\\n                            | FIELD_NAME
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\n: 1\\r\\n\\r\\n                                | FIELD_NAME
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX\\r\\n\\r\\n                                  | FIELD_NAME
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX\\x: 1\\r\\n\\r\\n                            | FIELD_NAME
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX: \\0\\r\\n\\r\\n                             | FIELD_VALUE
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX: \\v\\r\\n\\r\\n                             | FIELD_VALUE
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX: 1\\r\\n 2\\r\\n\\r\\n                        | FOLDED_FIELD
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nX: 1\\r\\n\\tTransfer-Encoding: chunked\\r\\n\\r\\n | FOLDED_FIELD
        GET http://a.test/ HTTP/1.1\\r\\n Host: a\\r\\n\\r\\n                                        | FOLDED_FIELD
        GET http://a.test/ HTTP/1.1\\r\\n\\r\\n                                                      | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n                            | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n                                       | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: a,b\\r\\n\\r\\n                                       | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: u@a\\r\\n\\r\\n                                       | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n                                       | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost:\\r\\n\\r\\n                                           | HOST
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | BOTH_LENGTHS
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 0\\r\\n\\r\\n | BOTH_LENGTHS
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 1\\r\\n\\r\\n | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\ncontent-length: 2\\r\\n\\r\\n | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1, 1\\r\\n\\r\\n                | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: +1\\r\\n\\r\\n                  | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -1\\r\\n\\r\\n                  | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 0x1\\r\\n\\r\\n                 | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1 1\\r\\n\\r\\n                 | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length:\\r\\n\\r\\n                     | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 9999999999999999999\\r\\n\\r\\n  | CONTENT_LENGTH
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n             | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n    | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n         | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked;q=1\\r\\n\\r\\n      | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n | TRANSFER_ENCODING
        GET http://a.test/ HTTP/1.0\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n          | TRANSFER_ENCODING
        """)
    void ambiguousRequestsAreRefusedByName(String text, Fault fault) {
        assertThatThrownBy(() -> read(escaped(text)))
                .isInstanceOfSatisfying(
                        BadMessage.class, bad -> assertThat(bad.fault()).isEqualTo(fault));
    }

    @Test
    void theSameRequestWithoutTheFaultPasses() throws Exception {
        RequestHead head = read(GOOD + "Content-Length: 7\r\nX: a \t b\r\nY:\r\nZ: caf\u00e9 \r\n\r\n");

        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target())
                .isEqualTo(new Target.Absolute("http", new Authority("a.test", Authority.NO_PORT), "/"));
        assertThat(head.framing()).isEqualTo(new Framing.Length(7));
        assertThat(head.fields().size()).isEqualTo(5);
        assertThat(head.fields().value(2)).isEqualTo("a \t b");
        assertThat(head.fields().value(3)).isEmpty();
        assertThat(head.fields().value(4)).isEqualTo("caf\u00e9");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.test, /",
        "http://a.test?q, /?q",
        "HTTP://A.test:80/x, /x",
        "http://[::1]:8080/x, /x",
        "https://a.test/a\\b, /a\\b",
    })
    void everyAbsoluteFormHasAPath(String target, String path) throws Exception {
        RequestHead head = read("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(((Target.Absolute) head.target()).pathAndQuery()).isEqualTo(path);
    }

    @Test
    void oneEmptyLineBeforeARequestIsIgnored() throws Exception {
        assertThat(read("\r\n" + GOOD + "\r\n").method()).isEqualTo("GET");
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItsEndHasCome() {
        ByteBuf endless = Unpooled.copiedBuffer(
                GOOD + "X: " + "x".repeat(HeadLimits.MAX_HEADER_BYTES), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> new RequestReader(HeadLimits.standard()).read(endless))
                .isInstanceOfSatisfying(
                        BadMessage.class, bad -> assertThat(bad.fault()).isEqualTo(Fault.HEAD_TOO_LARGE));
        assertThatThrownBy(() -> read(GOOD + "X: 1\r\n".repeat(HeadLimits.MAX_HEADER_FIELDS) + "\r\n"))
                .isInstanceOfSatisfying(
                        BadMessage.class, bad -> assertThat(bad.fault()).isEqualTo(Fault.TOO_MANY_FIELDS));
    }

    @Property(tries = 300)
    void aHeadIsTheSameHoweverItArrives(
            @ForAll @IntRange(min = 1, max = 120) int first, @ForAll @IntRange(min = 1, max = 9) int step)
            throws Exception {
        // Given
        byte[] bytes =
                (GOOD + "Cookie: a=b; c=d\r\nContent-Length: 3\r\n\r\nabc").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf in = Unpooled.buffer();
        RequestReader reader = new RequestReader(HeadLimits.standard());
        RequestHead head = null;

        // When
        int at = 0;
        int size = Math.min(first, bytes.length);
        while (at < bytes.length) {
            in.writeBytes(bytes, at, size);
            at += size;
            size = Math.min(step, bytes.length - at);
            if (head == null) {
                head = reader.read(in);
            }
        }

        // Then
        assertThat(java.util.Objects.requireNonNull(head).fields().value(1)).isEqualTo("a=b; c=d");
        assertThat(in.toString(StandardCharsets.ISO_8859_1)).isEqualTo("abc");
    }
}
