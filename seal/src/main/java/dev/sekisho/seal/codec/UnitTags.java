package dev.sekisho.seal.codec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * GMAC (NIST SP 800-38D) over the units of one segment, nonce = unit number. Sound only because a segment is written once under
 * a key of its own: two messages under one nonce would give the key away. Not for several threads at once.
 */
final class UnitTags {
    static final int TAG_BYTES = 16;
    private static final byte[] NOTHING = new byte[0];
    private final SecretKeySpec key;
    private final Cipher gcm;

    UnitTags(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        Provider provider = Security.getProvider("SunJCE");
        try {
            this.gcm = Cipher.getInstance("AES/GCM/NoPadding", provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no AES/GCM", e);
        }
    }

    /** Writes the tag of a unit. */
    void write(long unit, byte[] sealed, int offset, int length, byte[] tags, int at) {
        try {
            gcm.init(Cipher.ENCRYPT_MODE, key, nonce(unit));
            gcm.updateAAD(sealed, offset, length);
            gcm.doFinal(NOTHING, 0, 0, tags, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a unit could not be tagged", e);
        }
    }

    /** Whether a unit is the one that was tagged; compares in constant time. */
    boolean matches(long unit, byte[] sealed, int offset, int length, byte[] tags, int at) {
        try {
            gcm.init(Cipher.DECRYPT_MODE, key, nonce(unit));
            gcm.updateAAD(sealed, offset, length);
            gcm.doFinal(tags, at, TAG_BYTES);
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a unit could not be checked", e);
        }
    }

    private static GCMParameterSpec nonce(long unit) {
        return new GCMParameterSpec(
                TAG_BYTES * 8, ByteBuffer.allocate(12).putInt(0).putLong(unit).array());
    }
}
