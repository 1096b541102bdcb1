package dev.sekisho.gateway.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever the guard lets through, an independent reader (Netty's) must understand in the same way, and so must the guard
 * itself when it reads what the gateway would send on. As a fuzz target it runs its corpus in each build; with
 * {@code JAZZER_FUZZ=1} it searches on.
 */
class RequestGuardFuzzTest {
    @FuzzTest(maxDuration = "30s")
    void everyAcceptedHeadIsUnderstoodAlike(byte[] data) {
        check(data);
    }

    @Property(tries = 3000)
    void mutatedRequestsAreUnderstoodAlikeOrRefused(@ForAll("mutations") String text) {
        check(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<String> mutations() {
        Arbitrary<String> piece = Arbitraries.of(
                "GET http://a.test/ HTTP/1.1\r\n",
                "POST http://a.test/ HTTP/1.0\r\n",
                "CONNECT a.test:443 HTTP/1.1\r\n",
                "Host: a.test\r\n",
                "Host : a.test\r\n",
                "Content-Length: 5\r\n",
                "Content-Length: 6\r\n",
                "content-length:\t5\r\n",
                "Content-Length: 05\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding:chunked \r\n",
                "Transfer-Encoding: \u000bchunked\r\n",
                "Transfer_Encoding: chunked\r\n",
                "X: y\r\n",
                " folded\r\n",
                "Y: \u0080\u00ff\r\n",
                "\r\n",
                "\n",
                "\r",
                "\u0000",
                ": ");
        return piece.list().ofMinSize(1).ofMaxSize(9).map(pieces -> String.join("", pieces));
    }

    private static void check(byte[] data) {
        ByteBuf in = Unpooled.wrappedBuffer(data);
        RequestHead head;
        try {
            head = new RequestReader(HeadLimits.standard()).read(in);
        } catch (BadMessage e) {
            return;
        }
        if (head == null) {
            return;
        }
        byte[] taken = java.util.Arrays.copyOf(data, in.readerIndex());
        compareWithNetty(head, taken);
        // A CONNECT is answered here, never sent on.
        if (!head.method().equals("CONNECT")) {
            compareWithItself(head);
        }
    }

    private static void compareWithNetty(RequestHead head, byte[] taken) {
        EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder(100_000, 100_000, 8_192));
        try {
            netty.writeInbound(Unpooled.wrappedBuffer(taken));
            HttpRequest other = netty.readInbound();
            if (other == null || other.decoderResult().isFailure()) {
                return; // stricter than we are: no harm
            }
            same("method", head.method(), other.method().name());
            same(
                    "fields",
                    String.valueOf(head.fields().size()),
                    String.valueOf(other.headers().size()));
            String length = other.headers().get(HttpHeaderNames.CONTENT_LENGTH, "");
            same(
                    "length",
                    head.framing() instanceof Framing.Length ? head.fields().first(Known.CONTENT_LENGTH) : "",
                    length);
            boolean chunked = other.headers().contains(HttpHeaderNames.TRANSFER_ENCODING);
            same("chunked", String.valueOf(head.framing() instanceof Framing.Chunked), String.valueOf(chunked));
        } finally {
            netty.finishAndReleaseAll();
        }
    }

    private static void compareWithItself(RequestHead head) {
        ByteBuf sent = new HeadWriter("fuzz")
                .request(io.netty.buffer.UnpooledByteBufAllocator.DEFAULT, head, "a.test", "/", "");
        try {
            RequestHead again = new RequestReader(HeadLimits.standard()).read(sent);
            if (again == null || sent.isReadable()) {
                throw new AssertionError("what is sent on is not one head");
            }
            same("framing", head.framing().toString(), again.framing().toString());
        } catch (BadMessage e) {
            if (e.fault() != BadMessage.Fault.TRANSFER_ENCODING && e.fault() != BadMessage.Fault.TOO_MANY_FIELDS) {
                throw new AssertionError("what is sent on is refused: " + e.fault(), e);
            }
        } finally {
            sent.release();
        }
    }

    private static void same(String what, String ours, String theirs) {
        if (!ours.equals(theirs)) {
            throw new AssertionError(what + " is read as <" + ours + "> and as <" + theirs + ">");
        }
    }
}
