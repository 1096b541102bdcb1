package dev.sekisho.gateway.event;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random event identifiers without ever waiting for the system's randomness on an event loop: the key stream of AES-256 in
 * counter mode (the core of NIST SP 800-90A's CTR_DRBG) under a key drawn once. Unpredictable, because refusal pages show
 * identifiers to strangers. For one thread.
 */
public final class EventIds {
    private static final int IDS_A_BATCH = 64;
    private static final int ID_BYTES = 16;
    private final Cipher stream;
    private final byte[] zeros = new byte[IDS_A_BATCH * ID_BYTES];
    private final byte[] bytes = new byte[IDS_A_BATCH * ID_BYTES];
    private final ByteBuffer batch = ByteBuffer.wrap(bytes).limit(0);

    /** A generator keyed from {@code random}. */
    public EventIds(SecureRandom random) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        try {
            stream = Cipher.getInstance("AES/CTR/NoPadding");
            stream.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[ID_BYTES]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES in counter mode", e);
        }
    }

    /** The next identifier. */
    public EventId next() {
        if (!batch.hasRemaining()) {
            refill();
        }
        return new EventId(new Id128(batch.getLong(), batch.getLong()));
    }

    private void refill() {
        try {
            stream.update(zeros, 0, zeros.length, bytes, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key stream ended", e);
        }
        batch.clear();
    }
}
