package dev.sekisho.control.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorSightTest {
    @Test
    void onlyAddressesOfThisMachineItselfAreLoopback() {
        for (String own : List.of("127.0.0.1", "127.9.8.7", "::1", "0:0:0:0:0:0:0:1")) {
            assertThat(OperatorSight.loopback(own)).as(own).isTrue();
        }
        for (String other :
                List.of("10.0.0.1", "203.0.113.9", "2001:db8::1", "fe80::1", "localhost", "", "127.0.0.1.evil")) {
            assertThat(OperatorSight.loopback(other)).as(other).isFalse();
        }
    }
}
