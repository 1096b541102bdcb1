package dev.sekisho.seal.xts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class XtsTest {
    private static final int RANDOM_UNITS = 10_000;

    static Stream<UnitCipher> implementations() {
        JdkXts jdk = new JdkXts();
        AccpXts accp = AccpXts.load().orElseThrow();
        return Stream.of(jdk, accp, new SizedXts(jdk, accp));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void everyPublishedVectorIsMet(UnitCipher cipher) {
        // Given
        List<KnownAnswer> answers = new ArrayList<>();
        for (String source : List.of("ieee1619.txt", "cavp-all.txt", "cavp.txt", "stealing.txt")) {
            answers.addAll(KnownAnswer.read(source));
        }
        // When
        for (KnownAnswer answer : answers) {
            byte[] unit = answer.plain().clone();
            UnitKey key = cipher.key(answer.key());
            key.encrypt(answer.tweak(), unit, 0, unit.length, unit, 0);
            // Then
            assertThat(unit).as(answer.name()).isEqualTo(answer.sealed());
            key.decrypt(answer.tweak(), unit, 0, unit.length, unit, 0);
            assertThat(unit).as(answer.name()).isEqualTo(answer.plain());
        }
        assertThat(answers).hasSize(5 + 1200 + 100 + 62);
    }

    @Test
    void bothImplementationsAgreeOnTenThousandRandomUnits() {
        // Given
        Random random = new Random(1619);
        UnitCipher jdk = new JdkXts();
        UnitCipher accp = AccpXts.load().orElseThrow();
        byte[] keyBytes = new byte[64];
        byte[] tweak = new byte[16];
        for (int i = 0; i < RANDOM_UNITS; i++) {
            random.nextBytes(keyBytes);
            random.nextBytes(tweak);
            int length = 16 + random.nextInt(i % 100 == 0 ? 100_000 : 2_000);
            int from = random.nextInt(5);
            int to = random.nextInt(5);
            byte[] plain = new byte[length + 5];
            random.nextBytes(plain);
            byte[] one = new byte[length + 5];
            byte[] other = new byte[length + 5];
            // When
            jdk.key(keyBytes).encrypt(tweak, plain, from, length, one, to);
            accp.key(keyBytes).encrypt(tweak, plain, from, length, other, to);
            // Then
            assertThat(one).isEqualTo(other);
            byte[] back = new byte[length + 5];
            jdk.key(keyBytes).decrypt(tweak, one, to, length, back, from);
            accp.key(keyBytes).decrypt(tweak, other, to, length, other, to);
            assertThat(java.util.Arrays.equals(back, from, from + length, plain, from, from + length))
                    .isTrue();
            assertThat(java.util.Arrays.equals(other, to, to + length, plain, from, from + length))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void theSameUnitCanBeOpenedTwiceInARow(UnitCipher cipher) {
        // Given
        byte[] keyBytes = new byte[64];
        keyBytes[5] = 1;
        UnitKey key = cipher.key(keyBytes);
        byte[] plain = new byte[4096];
        byte[] first = new byte[4096];
        byte[] second = new byte[4096];
        // When
        key.encrypt(new byte[16], plain, 0, 4096, first, 0);
        key.decrypt(new byte[16], first, 0, 4096, second, 0);
        key.decrypt(new byte[16], first, 0, 4096, first, 0);
        // Then
        assertThat(first).isEqualTo(plain).isEqualTo(second);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void equalHalvesAndUnitsOutOfRangeAreRefused(UnitCipher cipher) {
        byte[] good = new byte[64];
        good[0] = 1;
        UnitKey key = cipher.key(good);
        byte[] large = new byte[UnitCipher.MAX_UNIT_BYTES + 1];
        assertThatThrownBy(() -> cipher.key(new byte[64])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> cipher.key(new byte[32])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key.encrypt(new byte[16], large, 0, 15, large, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key.decrypt(new byte[16], large, 0, large.length, large, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key.encrypt(new byte[15], large, 0, 16, large, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key.encrypt(new byte[16], large, 0, 32, large, 8))
                .isInstanceOf(IllegalArgumentException.class);
        key.encrypt(new byte[16], large, 0, UnitCipher.MAX_UNIT_BYTES, large, 0);
        assertThat(large[0]).isNotZero();
    }

    @Test
    void theSelfTestPassesTheRealImplementations() {
        SelfTest.run(implementations().toList());
        assertThat(CipherChoice.AUTO.open().name()).isEqualTo("jdk+accp");
        assertThat(CipherChoice.JDK_ONLY.open().name()).isEqualTo("jdk");
        assertThat(CipherChoice.NATIVE_REQUIRED.open().name()).isEqualTo("jdk+accp");
    }

    static Stream<UnitCipher> brokenImplementations() {
        JdkXts jdk = new JdkXts();
        return Stream.of(
                new BrokenXts(jdk, BrokenXts.Fault.ONE_BIT_IN_LONG_UNITS),
                new BrokenXts(jdk, BrokenXts.Fault.NO_STEALING),
                new BrokenXts(jdk, BrokenXts.Fault.TWEAK_BYTES_SWAPPED),
                new BrokenXts(jdk, BrokenXts.Fault.DECRYPTS_WRONG),
                new BrokenXts(jdk, BrokenXts.Fault.TAKES_EQUAL_HALVES),
                new BrokenXts(jdk, BrokenXts.Fault.THROWS));
    }

    @ParameterizedTest
    @MethodSource("brokenImplementations")
    void theSelfTestRefusesABrokenCipher(UnitCipher broken) {
        assertThatThrownBy(() -> SelfTest.run(List.of(new JdkXts(), broken)))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SELF_TEST_FAILED));
    }
}
