package dev.sekisho.seal.xts;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * XTS built from the JDK's AES block cipher: the tweak is encrypted, doubled in GF(2^128) from block to block, and added before
 * and after one call of the block cipher; a rest of less than a block steals ciphertext (IEEE 1619-2007 section 5.3.2). "ECB"
 * here is the bare block cipher that XTS is made of.
 */
public final class JdkXts implements UnitCipher {
    private final Provider provider;

    /** The implementation on the JDK's own provider, whatever else is registered. */
    public JdkXts() {
        this.provider = Security.getProvider("SunJCE");
    }

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public UnitKey key(byte[] key) {
        UnitRules.checkKey(key);
        try {
            SecretKeySpec data = new SecretKeySpec(key, 0, 32, "AES");
            SecretKeySpec tweak = new SecretKeySpec(key, 32, 32, "AES");
            return new JdkXtsKey(
                    block(Cipher.ENCRYPT_MODE, data),
                    block(Cipher.DECRYPT_MODE, data),
                    block(Cipher.ENCRYPT_MODE, tweak));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no AES", e);
        }
    }

    private Cipher block(int mode, SecretKeySpec key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", provider);
        cipher.init(mode, key);
        return cipher;
    }
}
