package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests whose end two readers could see in different places, sent over a real socket, each with a second request hidden in
 * it. The site must never see the hidden one, and the client's connection must end.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private World world;
    private ScriptedOrigin site;
    private ScriptedOrigin secure;

    @BeforeAll
    void open() {
        world = new World();
        site = world.with(ScriptedOrigin.plain(Scripts.site()));
        secure = world.with(ScriptedOrigin.tls(world.siteRoot.issue("site.test").server(), Scripts.site()));
    }

    @AfterAll
    void close() throws Exception {
        world.close();
    }

    private static String bytes(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\t", "\t")
                .replace("\\0", "\0");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CL.TE                   | Content-Length: 6\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n               | 400
        TE.CL                   | Transfer-Encoding: chunked\\r\\nContent-Length: 3\\r\\n\\r\\n0\\r\\n\\r\\n               | 400
        TE.TE                   | Transfer-Encoding: chunked\\r\\nTransfer-Encoding: x\\r\\n\\r\\n0\\r\\n\\r\\n            | 400
        TE with a blank         | Transfer-Encoding : chunked\\r\\n\\r\\n0\\r\\n\\r\\n                                     | 400
        TE with a tab value     | Transfer-Encoding: \\tx\\r\\n\\r\\n0\\r\\n\\r\\n                                          | 400
        TE folded               | Transfer-Encoding:\\r\\n chunked\\r\\n\\r\\n0\\r\\n\\r\\n                                 | 400
        TE after bare LF        | X: y\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n                               | 400
        TE after bare CR        | X: y\\rTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n                               | 400
        CL twice                | Content-Length: 0\\r\\nContent-Length: 40\\r\\n\\r\\n                                    | 400
        CL list                 | Content-Length: 0, 40\\r\\n\\r\\n                                                         | 400
        CL with a sign          | Content-Length: +0\\r\\n\\r\\n                                                            | 400
        CL with NUL             | Content-Length: 0\\0\\r\\n\\r\\n                                                          | 400
        Host twice              | Host: blocked.test\\r\\n\\r\\n                                                            | 400
        field without colon     | Foo\\r\\n\\r\\n                                                                           | 400
        chunk size in hex text  | Transfer-Encoding: chunked\\r\\n\\r\\n0x0\\r\\n\\r\\n                                     | 400
        chunk size with a sign  | Transfer-Encoding: chunked\\r\\n\\r\\n-0\\r\\n\\r\\n                                      | 400
        chunk size too long     | Transfer-Encoding: chunked\\r\\n\\r\\n00000000000000000\\r\\n\\r\\n                       | 400
        chunk with bare LF      | Transfer-Encoding: chunked\\r\\n\\r\\n0\\n\\n                                             | 400
        chunk extension with LF | Transfer-Encoding: chunked\\r\\n\\r\\n0;a\\nb\\r\\n\\r\\n                                 | 400
        chunk without its CRLF  | Transfer-Encoding: chunked\\r\\n\\r\\n1\\r\\naX0\\r\\n\\r\\n                            | 400
        """)
    void aHiddenRequestReachesNobody(String name, String rest, int status) throws Exception {
        // Given
        Wire client = world.client();
        String hidden = "GET http://site.test:" + site.port() + "/hidden HTTP/1.1\r\nHost: site.test\r\n\r\n";

        // When
        client.send("POST http://site.test:" + site.port() + "/open HTTP/1.1\r\nHost: site.test\r\n" + bytes(rest)
                + hidden);
        Reply reply = Reply.read(client);

        // Then
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(client.readAll()).isEmpty();
        assertThat(site.heads()).noneMatch(head -> head.contains("/hidden"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        CL.TE         | Content-Length: 6\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n
        TE folded     | Transfer-Encoding:\\r\\n chunked\\r\\n\\r\\n0\\r\\n\\r\\n
        CL twice      | Content-Length: 0\\r\\nContent-Length: 40\\r\\n\\r\\n
        """)
    void theSameHoldsInsideAnOpenedTunnel(String name, String rest) throws Exception {
        // Given
        Wire inside = world.tunnel("site.test", secure.port(), world.customerRoot);

        // When
        inside.send("POST /open HTTP/1.1\r\nHost: site.test\r\n" + bytes(rest)
                + "GET /hidden HTTP/1.1\r\nHost: site.test\r\n\r\n");
        Reply reply = Reply.read(inside);

        // Then
        assertThat(reply.status()).isEqualTo(400);
        assertThat(secure.heads()).noneMatch(head -> head.contains("/hidden"));
    }

    @Test
    void theSameTwoRequestsHonestlyFramedBothArrive() throws Exception {
        // Given
        Wire client = world.client();
        String at = "http://site.test:" + site.port();

        // When
        client.send("POST " + at + "/open HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET " + at
                + "/second HTTP/1.1\r\nHost: x\r\n\r\n");

        // Then
        assertThat(Reply.read(client).status()).isEqualTo(200);
        assertThat(Reply.read(client).body()).contains("/second");
        assertThat(site.heads()).anyMatch(head -> head.contains("/second"));
    }
}
