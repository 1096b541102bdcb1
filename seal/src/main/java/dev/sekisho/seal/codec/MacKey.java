package dev.sekisho.seal.codec;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 under one key, for any number of threads. */
public final class MacKey {
    /** Bytes of a whole tag. */
    public static final int TAG_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private final Pool<Mac> macs;

    /** The key in these bytes, which are copied. */
    public MacKey(byte[] key) {
        SecretKeySpec secret = new SecretKeySpec(key, ALGORITHM);
        Provider provider = Security.getProvider("SunJCE");
        this.macs = new Pool<>(() -> {
            try {
                Mac mac = Mac.getInstance(ALGORITHM, provider);
                mac.init(secret);
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK offers no " + ALGORITHM, e);
            }
        });
    }

    /** The tag over a context, then over a stretch of data; 32 bytes. */
    public byte[] tag(byte[] context, byte[] data, int offset, int length) {
        byte[] tag = new byte[TAG_BYTES];
        tag(context, data, offset, length, tag);
        return tag;
    }

    void tag(byte[] context, byte[] data, int offset, int length, byte[] tag) {
        Mac mac = macs.take();
        mac.update(context);
        mac.update(data, offset, length);
        try {
            mac.doFinal(tag, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a tag has 32 bytes", e);
        }
        macs.give(mac);
    }
}
