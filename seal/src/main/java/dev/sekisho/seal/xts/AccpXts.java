package dev.sekisho.seal.xts;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * XTS by the Amazon Corretto Crypto Provider, a native library that does not load everywhere. The provider is used through its
 * instance and never registered: what other code of the process asks the JCA for is none of this class's business.
 */
public final class AccpXts implements UnitCipher {
    private static final Logger LOG = LoggerFactory.getLogger(AccpXts.class);
    private static final String TRANSFORMATION = "AES/XTS/NoPadding";
    private final Provider provider;

    private AccpXts(Provider provider) {
        this.provider = provider;
    }

    /** The implementation, or empty where the native library does not load. */
    public static Optional<AccpXts> load() {
        try {
            Provider provider = Library.provider();
            Cipher.getInstance(TRANSFORMATION, provider);
            return Optional.of(new AccpXts(provider));
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            LOG.info(
                    "The native cipher does not load here ({}); the JDK's is used.",
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "accp";
    }

    @Override
    public UnitKey key(byte[] key) {
        UnitRules.checkKey(key);
        try {
            return new AccpKey(new SecretKeySpec(key, "AES"), Cipher.getInstance(TRANSFORMATION, provider));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the native cipher vanished", e);
        }
    }

    /** Apart, so that this class links also where the library is not on the class path. */
    private static final class Library {
        static Provider provider() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            provider.assertHealthy();
            return provider;
        }
    }

    private record AccpKey(SecretKeySpec key, Cipher cipher) implements UnitKey {
        @Override
        public void encrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            UnitRules.checkUnit(tweak, source, sourceOffset, length, target, targetOffset);
            run(Cipher.ENCRYPT_MODE, tweak, source, sourceOffset, length, target, targetOffset);
        }

        @Override
        public void decrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            UnitRules.checkUnit(tweak, source, sourceOffset, length, target, targetOffset);
            run(Cipher.DECRYPT_MODE, tweak, source, sourceOffset, length, target, targetOffset);
        }

        /** One initialisation and one {@code doFinal} a unit: the provider knows no multi-part XTS. */
        private void run(int mode, byte[] tweak, byte[] source, int from, int length, byte[] target, int to) {
            try {
                cipher.init(mode, key, new IvParameterSpec(tweak));
                if (cipher.doFinal(source, from, length, target, to) != length) {
                    throw new IllegalStateException("the native cipher kept bytes back");
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the native cipher refused a unit of " + length + " bytes", e);
            }
        }
    }
}
