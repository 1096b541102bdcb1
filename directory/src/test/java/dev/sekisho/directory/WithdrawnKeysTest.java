package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in memory of a customer goes with its keys, and comes back with them. */
class WithdrawnKeysTest {
    private static final String POLICY = """
            access:
              - {name: rest, then: allow}
            """;

    @TempDir
    private Path folder;

    private final WithdrawableVault keys = new WithdrawableVault();
    private final List<CustomerId> told = new CopyOnWriteArrayList<>();
    private TestRegion region;
    private CustomerScope aoi;
    private CustomerScope beni;

    @BeforeEach
    void twoCustomersWithTrafficAndPolicies() {
        region = new TestRegion(folder, keys::around);
        region.directory.onForgotten(told::add);
        aoi = region.customer("Aoi");
        beni = region.customer("Beni");
        for (CustomerScope each : List.of(aoi, beni)) {
            region.directory.of(each).policies().publish(POLICY, 0);
        }
        region.directory.of(aoi).onRamps().add("office", SourceNetwork.parse("203.0.113.0/24"), false);
        region.directory.of(beni).onRamps().add("office", SourceNetwork.parse("198.51.100.0/24"), false);
        told.clear();
    }

    @AfterEach
    void close() {
        region.close();
    }

    private OnRampTable.Match of(String address) throws Exception {
        return region.directory.onRamps().find(InetAddress.getByName(address)).orElseThrow();
    }

    @Test
    void nothingOfAWithdrawnCustomerIsInForceAndItsTrafficIsStillKnownToBeIts() throws Exception {
        // Given
        assertThat(of("203.0.113.7").organisation()).isEqualTo("Aoi");
        // When
        keys.withdraw(aoi.customer());
        // Then: at once
        assertThat(told).containsExactly(aoi.customer());
        assertThat(region.directory.onRamps().withdrawn(aoi)).isTrue();
        assertThat(region.directory.policies().current(aoi)).isEmpty();
        assertThat(region.directory.collections().collection(aoi)).isEmpty();
        // When: looked again, though nothing else changed
        region.directory.refresh();
        // Then
        assertThat(of("203.0.113.7").scope().customer()).isEqualTo(aoi.customer());
        assertThat(of("203.0.113.7").organisation()).isEmpty();
        assertThat(region.directory.problem()).isEmpty();
        // And others go on
        assertThat(of("198.51.100.7").organisation()).isEqualTo("Beni");
        assertThat(region.directory.policies().current(beni)).isPresent();
        assertThat(region.directory.onRamps().withdrawn(beni)).isFalse();
    }

    @Test
    void whatWasWithdrawnIsInForceAgainWhenTheKeysAreBack() throws Exception {
        // Given
        keys.withdraw(aoi.customer());
        region.directory.refresh();
        // When
        keys.giveBack(aoi.customer());
        region.directory.refresh();
        // Then
        assertThat(region.directory.onRamps().withdrawn(aoi)).isFalse();
        assertThat(of("203.0.113.7").organisation()).isEqualTo("Aoi");
        assertThat(region.directory.policies().current(aoi)).isPresent();
        assertThat(region.directory.collections().collection(aoi)).isPresent();
    }

    @Test
    void aProcessThatStartsWhileTheKeysAreAwayRefusesTheTrafficToo() throws Exception {
        // Given
        keys.withdraw(aoi.customer());
        // When
        try (Directory other = region.another()) {
            // Then
            assertThat(other.onRamps().find(InetAddress.getByName("203.0.113.7")))
                    .hasValueSatisfying(match ->
                            assertThat(other.onRamps().withdrawn(match.scope())).isTrue());
            // When
            keys.giveBack(aoi.customer());
            other.refresh();
            // Then
            assertThat(other.policies().current(aoi)).isPresent();
        }
    }

    @Test
    void whoKeepsSomethingOfACustomerIsToldWhenItLeavesAndAgainAtTheEnd() {
        // Given
        CustomerReference reference = region.directory.of(aoi).reference();
        // When
        var departure = region.directory
                .departures()
                .begin(reference, "licence", OptionalLong.empty(), TestRegion.OPERATOR)
                .orElseThrow();
        // Then
        assertThat(told).containsExactly(aoi.customer());
        // When: what was opened between the two steps has to go as well
        told.clear();
        region.directory.departures().forget(departure);
        region.directory.departures().end(departure, TestRegion.START, TestRegion.OPERATOR);
        // Then
        assertThat(told).isNotEmpty().containsOnly(aoi.customer());
    }
}
