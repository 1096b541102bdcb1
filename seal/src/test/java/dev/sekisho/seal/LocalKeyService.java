package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key service in this process: AES-256-GCM with versions, the context as associated data. It can be away, or lie. */
public final class LocalKeyService implements KeyService {
    private final String name;
    private final SecureRandom random = new SecureRandom();
    private final List<byte[]> versions = new ArrayList<>();
    private final AtomicReference<Runnable> held = new AtomicReference<>(() -> {});
    private volatile boolean away;
    private volatile boolean lying;
    private volatile int questions;

    /** A service with one version of its key. */
    public LocalKeyService(String name) {
        this.name = name;
        rotate();
    }

    /** A service whose first version is this key, for frozen examples. */
    LocalKeyService(String name, byte[] key) {
        this.name = name;
        versions.add(key.clone());
    }

    /** Makes the next version of its key. */
    public synchronized void rotate() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        versions.add(key);
    }

    /** Forgets every version but the newest. */
    public synchronized void forgetOldVersions() {
        for (int version = 0; version < versions.size() - 1; version++) {
            versions.set(version, new byte[0]);
        }
    }

    /** Whether it answers. */
    public void away(boolean now) {
        away = now;
    }

    /** Whether it unwraps to something else. */
    public void lying(boolean now) {
        lying = now;
    }

    /** How often it was asked to unwrap. */
    public int questions() {
        return questions;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized byte[] wrap(EncryptionContext context, byte[] secret) {
        requireHere();
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        byte[] sealed = gcm(Cipher.ENCRYPT_MODE, versions.size() - 1, nonce, context, secret);
        return ByteBuffer.allocate(1 + nonce.length + sealed.length)
                .put((byte) (versions.size() - 1))
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Keeps the next answer back until this is over. */
    public void holdNext(Runnable until) {
        held.set(until);
    }

    @Override
    public byte[] unwrap(EncryptionContext context, byte[] wrapped) {
        Runnable until = held.getAndSet(() -> {});
        byte[] answer = answer(context, wrapped);
        until.run();
        return answer;
    }

    private synchronized byte[] answer(EncryptionContext context, byte[] wrapped) {
        questions++;
        requireHere();
        byte[] nonce = Arrays.copyOfRange(wrapped, 1, 13);
        byte[] plain =
                gcm(Cipher.DECRYPT_MODE, wrapped[0], nonce, context, Arrays.copyOfRange(wrapped, 13, wrapped.length));
        if (lying) {
            plain[0] ^= 1;
        }
        return plain;
    }

    private void requireHere() {
        if (away) {
            throw unavailable("is away");
        }
    }

    private byte[] gcm(int mode, int version, byte[] nonce, EncryptionContext context, byte[] data) {
        if (version < 0 || version >= versions.size() || versions.get(version).length == 0) {
            throw unavailable("has no such version");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(versions.get(version), "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(context.bytes());
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw unavailable("refuses");
        }
    }

    private SekishoException unavailable(String what) {
        return new SekishoException(ErrorCode.KEY_SERVICE_UNAVAILABLE, "The key service " + name + " " + what + ".");
    }
}
