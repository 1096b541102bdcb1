package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.OnRamps.Service;
import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer that withdrew its keys: nothing passes, and the gateway keeps no key of it, whatever it chose for a failing log. */
class WithdrawnKeysTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();
    private final ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));
    private final ScriptedOrigin secure =
            world.with(ScriptedOrigin.tls(world.siteRoot.issue("site.test").server(), Scripts.site()));

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Reply get(Wire client, String more) throws Exception {
        client.send("GET http://site.test:" + site.port() + "/a HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n" + more
                + "\r\n");
        return Reply.read(client);
    }

    @Test
    void requestsGetAPageInTheReadersLanguageUntilTheKeysAreBack() throws Exception {
        // Given
        world.whenLogFails(WhenLogFails.GAP);
        world.log.taking(false);
        world.serve(Service.WITHDRAWN);
        Wire client = world.client();

        // When
        Reply english = get(client, "Accept-Language: en\r\n");
        Reply japanese = get(client, "Accept-Language: ja\r\n");
        client.send("CONNECT site.test:" + secure.port() + " HTTP/1.1\r\nHost: site.test\r\n\r\n");
        Reply tunnel = Reply.read(client);

        // Then
        assertThat(english.status()).isEqualTo(503);
        assertThat(english.body()).contains("The keys of your organisation are closed.", "key-withdrawn");
        assertThat(new String(japanese.body().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .contains("<html lang=\"ja\">", "お使いの組織の鍵が閉じられています。");
        assertThat(tunnel.status()).isEqualTo(503);
        assertThat(site.heads()).isEmpty();
        assertThat(secure.heads()).isEmpty();
        assertThat(world.gateway().figures().refused().get(ErrorCode.KEY_WITHDRAWN))
                .isNotNull()
                .satisfies(count -> assertThat(count.sum()).isEqualTo(3));

        // When
        world.log.taking(true);
        world.serve(Service.FULL);

        // Then
        assertThat(get(client, "").status()).isEqualTo(200);
    }

    @Test
    void aForgottenCustomersIntermediateIsGoneAndItsConnectionsAreClosed() throws Exception {
        // Given: traffic is opened, which takes the authority's answer into memory
        Wire open = world.tunnel("site.test", secure.port(), world.customerRoot);
        open.send("GET / HTTP/1.1\r\nHost: site.test\r\n\r\n");
        assertThat(Reply.read(open).status()).isEqualTo(200);
        world.closeAuthority(true);
        try (Wire still = world.tunnel("site.test", secure.port(), world.customerRoot)) {
            assertThat(still).isNotNull(); // the kept intermediate goes on: what is put right below
        }

        // When
        world.gateway().forget(world.one.customer());

        // Then
        assertThatThrownBy(() -> {
                    open.send("GET / HTTP/1.1\r\nHost: site.test\r\n\r\n");
                    Reply.read(open);
                })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> world.tunnel("site.test", secure.port(), world.customerRoot))
                .isInstanceOf(IOException.class);

        // When: the keys are back
        world.closeAuthority(false);

        // Then
        Wire again = world.tunnel("site.test", secure.port(), world.customerRoot);
        again.send("GET / HTTP/1.1\r\nHost: site.test\r\n\r\n");
        assertThat(Reply.read(again).status()).isEqualTo(200);
    }
}
