package dev.sekisho.policy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.Policies;
import dev.sekisho.policy.PolicyCompiler;
import dev.sekisho.policy.category.CategoryTable;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PolicyBundleTest {
    private final BundleSigner signer = new Ed25519();
    private final PolicyBundle bundle =
            Policies.compile("access: [{name: 最後, then: allow}]").bundle();

    @Test
    void aSignedBundleIsReadBackAsItWas() {
        PolicyBundle withLists = new PolicyBundle(bundle.rules(), new TreeMap<>(Map.of("ut1", "ab", "own", "cd")));

        assertThat(PolicyBundle.read(withLists.sign(signer), signer)).isEqualTo(withLists);
        assertThat(PolicyBundle.read(bundle.sign(signer), signer).hash()).isEqualTo(bundle.hash());
    }

    @Test
    void oneChangedBitAnywhereIsRefused() {
        byte[] signed = bundle.sign(signer);
        for (int i = 0; i < signed.length; i++) {
            byte[] changed = signed.clone();
            changed[i] ^= (byte) (1 << i % 8);
            assertRefused(changed);
        }
    }

    @Test
    void aBundleThatEndsEarlyOrLateIsRefused() {
        byte[] signed = bundle.sign(signer);
        for (int length = 0; length < signed.length; length++) {
            assertRefused(Arrays.copyOf(signed, length));
        }
        assertRefused(Arrays.copyOf(signed, signed.length + 1));
    }

    @Test
    void theSignatureOfAnotherKeyIsRefused() {
        assertThatThrownBy(() -> PolicyBundle.read(bundle.sign(new Ed25519()), signer))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_INVALID));
    }

    @Test
    void aWellSignedBundleOfAnotherFormIsRefused() {
        for (byte[] content : new byte[][] {
            {}, "sekisho-policy-bundle 2\n".getBytes(), "sekisho-policy-bundle 1\n\177\377\377\377".getBytes()
        }) {
            byte[] signature = signer.sign(content);
            assertRefused(java.nio.ByteBuffer.allocate(4 + signature.length + content.length)
                    .putInt(signature.length)
                    .put(signature)
                    .put(content)
                    .array());
        }
    }

    @Test
    void aBundleIsCompiledOnlyWithTheListsItNames() {
        PolicyBundle other = new PolicyBundle(bundle.rules(), new TreeMap<>(Map.of("ut1", "ab")));

        assertThat(PolicyCompiler.compile(bundle, CategoryTable.empty()).hash()).isEqualTo(bundle.hash());
        assertThat(other.hash()).isNotEqualTo(bundle.hash());
        assertThatThrownBy(() -> PolicyCompiler.compile(other, CategoryTable.empty()))
                .isInstanceOf(SekishoException.class);
    }

    @Test
    void rulesThatAreNotCanonicalAreRefused() {
        PolicyBundle loose = new PolicyBundle("access: [{name: 最後, then: allow}]", new TreeMap<>());

        assertThatThrownBy(() -> PolicyCompiler.compile(loose, CategoryTable.empty()))
                .isInstanceOf(SekishoException.class);
    }

    @Test
    void aCategoryThatIsGoneFromTheCatalogueStillDecidesInAPublishedBundle() {
        String rules = Policies.compile("""
                access: [{name: a, when: {category: [gambling]}, then: block}, {name: rest, then: allow}]
                """).bundle().rules().replace("gambling", "retired");

        assertThat(PolicyCompiler.compile(new PolicyBundle(rules, new TreeMap<>()), CategoryTable.empty())
                        .rules()
                        .access())
                .hasSize(2);
    }

    private void assertRefused(byte[] signed) {
        assertThatThrownBy(() -> PolicyBundle.read(signed, signer))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POLICY_INVALID));
    }

    /** A signer with a fresh key. */
    private static final class Ed25519 implements BundleSigner {
        private final KeyPair keys;

        Ed25519() {
            try {
                keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initSign(keys.getPrivate());
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public boolean verify(byte[] message, byte[] candidate) {
            try {
                Signature signature = Signature.getInstance("Ed25519");
                signature.initVerify(keys.getPublic());
                signature.update(message);
                return signature.verify(candidate);
            } catch (GeneralSecurityException e) {
                return false;
            }
        }
    }
}
