package dev.sekisho.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.control.problem.Refusal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Guessing gets slower, and never impossible. */
class SignInPaceTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final SignInPace pace = new SignInPace(now::get);

    @Test
    void theWaitGrowsAfterTenFailuresUpToFiveMinutes() {
        // Given
        List<Integer> waits = new ArrayList<>();
        // When
        for (int i = 0; i < 30; i++) {
            try {
                pace.check(HERE);
                waits.add(0);
            } catch (Refusal refusal) {
                waits.add(refusal.retryAfterSeconds());
                now.updateAndGet(time -> time.plusSeconds(refusal.retryAfterSeconds()));
            }
            pace.check(HERE);
            pace.failed(HERE, "guess-" + i);
        }
        // Then
        assertThat(waits.subList(0, 10)).containsOnly(0);
        assertThat(waits.subList(10, 20)).isSorted().doesNotContain(0);
        assertThat(waits.getLast()).isBetween(299, 301);
    }

    @Test
    void oneAddressDoesNotSlowAnother() {
        fail(HERE, 12);
        assertThatThrownBy(() -> pace.check(HERE)).isInstanceOf(Refusal.class);
        pace.check(InetAddress.ofLiteral("192.0.2.2"));
    }

    @Test
    void aSuccessForgetsTheFailuresOfItsOwnLogin() {
        for (int i = 0; i < 9; i++) {
            pace.failed(HERE, "hanako@aoi.example");
        }
        pace.succeeded(HERE, " Hanako@aoi.example");
        fail(HERE, 9);
        pace.check(HERE);
    }

    /** Red when a success forgets the whole address. */
    @Test
    void whoeverHasOneAccountDoesNotGetFreeGuessesAtOthersWithIt() {
        for (int round = 0; round < 3; round++) {
            fail(HERE, 4);
            pace.succeeded(HERE, "attacker@beni.example");
        }
        assertThatThrownBy(() -> pace.check(HERE)).isInstanceOf(Refusal.class);
    }

    /** Red when each address of IPv6 counts on its own: one host has 2^64 of them. */
    @Test
    void aWholeIpv6NetworkCountsAsOneSource() {
        for (int i = 0; i < 12; i++) {
            pace.failed(InetAddress.ofLiteral("2001:db8:0:1::" + i), "guess");
        }
        assertThatThrownBy(() -> pace.check(InetAddress.ofLiteral("2001:db8:0:1:ffff::1")))
                .isInstanceOf(Refusal.class);
        pace.check(InetAddress.ofLiteral("2001:db8:0:2::1"));
    }

    private void fail(InetAddress source, int times) {
        for (int i = 0; i < times; i++) {
            pace.failed(source, "guess-" + i);
        }
    }
}
