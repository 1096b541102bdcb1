package dev.sekisho.directory.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    private static final PasswordRules RULES = PasswordRules.load();
    private static final List<String> CONTEXT = List.of("hanako.yamada@aoi.example", "Hanako Yamada", "Aoi Trading");

    private static void check(String password, Optional<Role> role) {
        RULES.check(password.toCharArray(), role, CONTEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fourteen-chars",
                "aaaaaaaaaaaaaaaaaaaa",
                "abababababababababab",
                "hanako-likes-rivers-9",
                "trading-since-the-morn",
                "YAMADA-castle-bridge",
                "password12345678",
                "P@ssw0rd-P@ssw0rd!",
                "welcome-welcome-2026",
                "qwertyuiopasdfgh",
                "Summer2026!Summer2026",
                "1234567890123456",
                "iloveyou-iloveyou-77",
                "correcthorsebatterystaple",
                "letmein-admin-secret-1"
            })
    void aWeakPasswordIsRefusedAndNotRepeated(String password) {
        assertThatThrownBy(() -> check(password, Optional.of(Role.ADMINISTRATOR)))
                .isInstanceOfSatisfying(SekishoException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
                    assertThat(e.getMessage()).doesNotContain(password);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "violet-harbour-untied-7",
                "Zug nach Norden um halb neun",
                "夜の港に灯りがともる頃に帰ってくる舟",
                "x8#kQ2!vR9$mT4&w",
                "passwords are not a puzzle, friend"
            })
    void aLongPasswordOfItsOwnIsGoodWhateverItsCharacters(String password) {
        assertThatCode(() -> check(password, Optional.of(Role.ADMINISTRATOR))).doesNotThrowAnyException();
        assertThatCode(() -> check(password, Optional.empty())).doesNotThrowAnyException();
    }

    @Test
    void whoOnlyBrowsesMayHaveAShorterOne() {
        assertThatCode(() -> check("stony-ferries", Optional.of(Role.USER))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("stony-ferry", Optional.of(Role.USER))).isInstanceOf(SekishoException.class);
        assertThatThrownBy(() -> check("stony-ferries", Optional.empty())).isInstanceOf(SekishoException.class);
    }

    @Test
    void aHashHoldsForItsPasswordOnlyAndIsSaltedAnew() {
        // Given
        Argon2Hash hashes = new Argon2Hash(new SecureRandom());
        char[] password = "violet-harbour-untied-7".toCharArray();
        // When
        String first = hashes.hash(password);
        String second = hashes.hash(password);
        // Then
        assertThat(first).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").isNotEqualTo(second);
        assertThat(hashes.verify(Optional.of(first), password)).isTrue();
        assertThat(hashes.verify(Optional.of(second), password)).isTrue();
        assertThat(hashes.verify(Optional.of(first), "violet-harbour-untied-8".toCharArray()))
                .isFalse();
        assertThat(hashes.verify(Optional.empty(), password)).isFalse();
        assertThatThrownBy(() -> hashes.verify(Optional.of("$argon2i$v=19$x"), password))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORD_DAMAGED));
    }

    /** RFC 9106 section 5.3. */
    @Test
    void theGeneratorComputesTheVectorOfTheStandard() {
        // Given
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());
        byte[] tag = new byte[32];
        // When
        generator.generateBytes(filled(32, 1), tag);
        // Then
        assertThat(java.util.HexFormat.of().formatHex(tag))
                .isEqualTo("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
