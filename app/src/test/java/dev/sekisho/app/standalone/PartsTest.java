package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.gateway.GatewayOptions;
import dev.sekisho.gateway.OnRamps;
import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsTest {
    @TempDir
    Path folder;

    @Test
    void aListenerThatWouldExposePasswordsRefusesTheStartWhereAnOnRampAsksForSignIn() throws IOException {
        // Given
        GatewayOptions open = options("'192.0.2.1:8080'");
        // Then
        assertThatThrownBy(() -> Parts.checked(open, true))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContainingAll("gateway.listen", "192.0.2.1:8080", "tls: true");
        assertThat(Parts.checked(open, false)).isSameAs(open);
    }

    @Test
    void tlsAndLoopbackTakePasswords() throws IOException {
        for (String listen :
                new String[] {"'127.0.0.1:8080'", "'[::1]:8080'", "{address: '192.0.2.1:8080', tls: true}"}) {
            GatewayOptions options = options(listen);
            assertThat(Parts.checked(options, true)).as(listen).isSameAs(options);
        }
    }

    @Test
    void whatTheCustomerChoseReachesTheGateway() {
        // Given
        CustomerScope scope = ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("test"));
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        // When
        OnRamps.OnRamp lax = DirectoryPorts.onRamp(
                new OnRampTable.Match("office", scope, true, "Kiso", "it@kiso.test", 30, LogUnavailable.GAP, tokyo));
        OnRamps.OnRamp strict = DirectoryPorts.onRamp(
                new OnRampTable.Match("office", scope, false, "Kiso", "", 7, LogUnavailable.REFUSE, ZoneId.of("UTC")));
        // Then
        assertThat(lax)
                .isEqualTo(
                        new OnRamps.OnRamp("office", scope, true, "Kiso", "it@kiso.test", 30, WhenLogFails.GAP, tokyo));
        assertThat(strict.whenLogFails()).isEqualTo(WhenLogFails.REFUSE);
        assertThat(strict.zone()).isEqualTo(ZoneId.of("UTC"));
    }

    private GatewayOptions options(String listen) throws IOException {
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), "gateway: {listen: [" + listen + "]}");
        return Parts.gatewayOptions(SettingsReader.read(file, Optional.empty()), Optional.empty());
    }
}
