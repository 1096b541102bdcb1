package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.OnRamps.Service;
import dev.sekisho.gateway.world.Eventually;
import dev.sekisho.gateway.world.LeakWatch;
import dev.sekisho.gateway.world.World;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.ScriptedOrigin;
import dev.sekisho.testkit.origin.Scripts;
import dev.sekisho.testkit.origin.Wire;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer whose licence is locked: filtered as before or refused, as it chose, and in both cases nothing is stored. */
class LockedLicenceTest {
    @RegisterExtension
    static final LeakWatch LEAKS = new LeakWatch();

    private final World world = new World();
    private final ScriptedOrigin site = world.with(ScriptedOrigin.plain(Scripts.site()));

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Reply get(Wire client, String host) throws Exception {
        client.send(
                "GET http://" + host + ":" + site.port() + "/canary HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n");
        return Reply.read(client);
    }

    @Test
    void whatPassesIsFilteredAsBeforeAndNothingOfItIsStored() throws Exception {
        // Given
        Wire client = world.client();
        assertThat(get(client, "site.test").status()).isEqualTo(200);
        assertThat(world.events(1, event -> true)).hasSize(1);
        world.serve(Service.UNLOGGED);
        world.log.taking(false);

        // When
        Reply passed = get(client, "site.test");
        Reply blocked = get(client, "blocked.test");

        // Then
        assertThat(passed.status()).isEqualTo(200);
        assertThat(blocked.status()).isEqualTo(403);
        assertThat(blocked.body()).contains("Nothing was recorded about this request.");

        // When
        world.log.taking(true);
        world.serve(Service.FULL);
        assertThat(get(client, "site.test").status()).isEqualTo(200);

        // Then
        assertThat(world.events(2, event -> true)).hasSize(2);
        assertThat(world.gateway().figures().unlogged().sum()).isEqualTo(2);
        assertThat(world.log.gaps()).isZero();
    }

    @Test
    void whatIsRefusedGetsAPageThatSaysWhyAndNothingOfItIsStored() throws Exception {
        // Given
        world.serve(Service.NONE);
        Wire client = world.client();

        // When
        Reply refused = get(client, "site.test");

        // Then
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("licence-locked", "Nothing was recorded about this request.");
        assertThat(site.heads()).isEmpty();
        assertThat(Objects.requireNonNull(world.gateway().figures().refused().get(ErrorCode.LICENCE_LOCKED))
                        .sum())
                .isEqualTo(1);

        // When
        world.serve(Service.FULL);

        // Then
        assertThat(get(client, "site.test").status()).isEqualTo(200);
        assertThat(world.events(1, event -> true)).hasSize(1);
    }

    @Test
    void aTunnelThatIsOpenEndsSoonAfterTheLock() throws Exception {
        // Given
        ScriptedOrigin echo =
                world.with(ScriptedOrigin.plain(wire -> wire.send("heard " + wire.read(4) + wire.read(4))));
        Wire client = world.client();
        client.send("CONNECT bank.test:" + echo.port() + " HTTP/1.1\r\nHost: bank.test\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        client.send("SSH-");

        // When
        world.serve(Service.NONE);

        // Then
        assertThat(client.readAll()).isEmpty();
        Eventually.until(() -> world.gateway().figures().unlogged().sum() == 1);
        assertThat(world.log.events()).isEmpty();
    }
}
