package dev.sekisho.seal.codec;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869) by the JDK's KDF API (JEP 510). */
public final class Hkdf {
    private static final String ALGORITHM = "HKDF-SHA256";

    private Hkdf() {}

    /** Expand alone, for keys that are uniformly random already. */
    public static byte[] expand(byte[] key, Info info, int length) {
        return derive(HKDFParameterSpec.expandOnly(new SecretKeySpec(key, "HKDF"), info.bytes(), length));
    }

    /** Extract under a salt, then expand. */
    public static byte[] extractAndExpand(byte[] salt, byte[] key, Info info, int length) {
        return derive(HKDFParameterSpec.ofExtract().addSalt(salt).addIKM(key).thenExpand(info.bytes(), length));
    }

    private static byte[] derive(HKDFParameterSpec parameters) {
        try {
            return KDF.getInstance(ALGORITHM).deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no " + ALGORITHM, e);
        }
    }
}
