package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.testing.TestServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTest {
    @TempDir
    private Path folder;

    @Test
    void gatewaysKeepTheirAnswersWhileTheDatabaseIsAwayAndFollowAgainAfterwards() throws Exception {
        try (TestRegion region = new TestRegion(folder)) {
            // Given
            CustomerScope aoi = region.customer("Aoi");
            CustomerDirectory directory = region.directory.of(aoi);
            directory.onRamps().add("office", SourceNetwork.parse("192.0.2.0/24"), false);
            directory
                    .policies()
                    .publish("decryption: [{name: rest, then: inspect}]\naccess: [{name: rest, then: allow}]\n", 0);
            // When
            TestServer.server().stop();
            try {
                // Then
                assertThat(region.directory.onRamps().find(InetAddress.ofLiteral("192.0.2.1")))
                        .isPresent();
                assertThat(region.directory.policies().current(aoi)).isPresent();
                assertThatThrownBy(region.directory::refresh)
                        .isInstanceOfSatisfying(
                                SekishoException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_UNAVAILABLE));
                assertThat(region.records.problem()).isNotEmpty();
            } finally {
                TestServer.server().start();
            }
            // When it is back
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!region.records.problem().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            // Then
            directory.onRamps().add("branch", SourceNetwork.parse("198.51.100.0/24"), false);
            assertThat(region.directory.onRamps().find(InetAddress.ofLiteral("198.51.100.1")))
                    .isPresent();
        }
    }
}
