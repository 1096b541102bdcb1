package dev.sekisho.directory.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.time.MovableClock;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class FailureLimitTest {
    private final MovableClock clock = new MovableClock(InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z")));

    private static void refused(FailureLimit limit, String key) {
        assertThatThrownBy(() -> limit.check(key))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    }

    @Test
    void soManyFailInAMinuteAndThenAllWaitForItsEnd() {
        // Given
        FailureLimit limit = new FailureLimit(clock, 3);
        for (int i = 0; i < 3; i++) {
            limit.check("a");
            limit.failed("a");
        }
        // Then
        refused(limit, "a");
        assertThatCode(() -> limit.check("b")).doesNotThrowAnyException();
        clock.moveTo(clock.instant().plusSeconds(59));
        refused(limit, "a");
        clock.moveTo(clock.instant().plusSeconds(1));
        assertThatCode(() -> limit.check("a")).doesNotThrowAnyException();
    }

    @Test
    void aFullTableForgetsTheOldestOnly() {
        // Given
        FailureLimit limit = new FailureLimit(clock, 1, 3);
        for (String key : new String[] {"a", "b", "c", "d"}) {
            limit.failed(key);
        }
        // Then
        assertThatCode(() -> limit.check("a")).doesNotThrowAnyException();
        refused(limit, "b");
        refused(limit, "c");
        refused(limit, "d");
    }

    @Test
    void aSourceIsOneIpv4AddressOrAnIpv6NetworkOf64Bits() {
        assertThat(block("2001:db8:0:1::1")).isEqualTo(block("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assertThat(block("2001:db8:0:1::1")).isNotEqualTo(block("2001:db8:0:2::1"));
        assertThat(block("192.0.2.1")).isNotEqualTo(block("192.0.2.2")).isEqualTo(block("::ffff:192.0.2.1"));
    }

    private static String block(String address) {
        return SourceBlock.of(InetAddress.ofLiteral(address));
    }
}
