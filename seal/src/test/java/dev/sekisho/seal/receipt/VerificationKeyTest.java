package dev.sekisho.seal.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import java.security.KeyPairGenerator;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationKeyTest {
    /** RFC 8410 section 10.1, and the same key in the other spellings. */
    private static final String PEM = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    private static final String RAW = "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

    @Test
    void thePublishedExampleReadsFromEverySpelling() {
        VerificationKey key = VerificationKey.parse(PEM);
        assertThat(key.pem()).isEqualTo(PEM);
        assertThat(key.hex()).isEqualTo("302a300506032b6570032100" + RAW);
        for (String spelling : List.of(
                RAW, key.hex(), " " + RAW.toUpperCase(java.util.Locale.ROOT) + "\n", PEM.replace("\n", "\r\n"))) {
            assertThat(VerificationKey.parse(spelling)).isEqualTo(key);
        }
        assertThat(key.fingerprint()).hasSize(64).isEqualTo(key.toString());
    }

    @Test
    void anythingElseIsNoKey() throws Exception {
        byte[] rsa = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        byte[] x25519 = KeyPairGenerator.getInstance("X25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        byte[] ed448 = KeyPairGenerator.getInstance("Ed448")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        for (String text : List.of(
                "",
                "key",
                RAW.substring(2),
                RAW + "00",
                PEM.replace("PUBLIC", "PRIVATE"),
                PEM.replace("MCow", "MCo!"),
                PEM + PEM,
                "x".repeat(5000),
                HexFormat.of().formatHex(rsa),
                HexFormat.of().formatHex(x25519),
                HexFormat.of().formatHex(ed448))) {
            assertThatThrownBy(() -> VerificationKey.parse(text))
                    .isInstanceOf(SekishoException.class)
                    .hasMessageContaining("public key");
        }
    }
}
