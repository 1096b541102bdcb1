package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.codec.Hkdf;
import dev.sekisho.seal.codec.Info;
import dev.sekisho.seal.codec.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The root of the key tree and its file: {@code magic 4 | version 1 | passphrase 1 | iterations 4 | salt 16 | root id 16 |
 * secret 32 | check 16}. Without a passphrase the file alone is the root; with one it takes both (PBKDF2-HMAC-SHA-512, OWASP's
 * count).
 */
public final class RootKey {
    static final int FILE_BYTES = 90;
    private static final int MAGIC = 0x53_4B_52_54; // "SKRT"
    private static final byte VERSION = 1;
    private static final int ITERATIONS = 210_000;
    private static final int MAX_ITERATIONS = 2_000_000;
    private static final int CHECKED_BYTES = FILE_BYTES - 16;

    private final byte[] id;
    private final Secret secret;

    private RootKey(byte[] id, Secret secret) {
        this.id = id;
        this.secret = secret;
    }

    /** Makes the bytes of a new root file. */
    static byte[] create(Optional<char[]> passphrase, SecureRandom random) {
        byte[] saltIdSecret = new byte[64];
        random.nextBytes(saltIdSecret);
        ByteBuffer file = ByteBuffer.allocate(FILE_BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .put((byte) (passphrase.isPresent() ? 1 : 0))
                .putInt(passphrase.isPresent() ? ITERATIONS : 0)
                .put(saltIdSecret);
        byte[] bytes = file.array();
        System.arraycopy(check(bytes, passphrase), 0, bytes, CHECKED_BYTES, FILE_BYTES - CHECKED_BYTES);
        return bytes;
    }

    /**
     * Opens a root file.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if it is damaged, or the passphrase is wrong, missing or not expected
     */
    static RootKey open(byte[] file, Optional<char[]> passphrase) {
        if (takesPassphrase(file) != passphrase.isPresent()) {
            throw unavailable(
                    passphrase.isPresent()
                            ? "The root file was made without a passphrase, but one is configured; remove keys.root.passphraseFile."
                            : "The root file needs its passphrase; set keys.root.passphraseFile.");
        }
        byte[] stored = Arrays.copyOfRange(file, CHECKED_BYTES, FILE_BYTES);
        if (!MessageDigest.isEqual(stored, check(file, passphrase))) {
            throw wrong();
        }
        byte[] id = idIn(file);
        byte[] material = material(file, passphrase);
        return new RootKey(
                id, Secret.of(Hkdf.expand(material, Info.of("sekisho/1 root").part(id), Secret.BYTES)));
    }

    /**
     * Whether a root file takes a passphrase, as it says itself.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if it has not the form of one
     */
    static boolean takesPassphrase(byte[] file) {
        if (file.length != FILE_BYTES || ByteBuffer.wrap(file).getInt() != MAGIC || file[4] != VERSION) {
            throw unavailable("The root file is damaged or is not a root file; restore it from the recovery kit.");
        }
        return file[5] == 1;
    }

    /** The id in a root file that has the form of one. */
    static byte[] idIn(byte[] file) {
        return Arrays.copyOfRange(file, 26, 42);
    }

    byte[] id() {
        return id.clone();
    }

    Secret secret() {
        return secret;
    }

    static SekishoException wrong() {
        return unavailable("The root key does not open this key store: wrong root file or wrong passphrase.");
    }

    private static byte[] check(byte[] file, Optional<char[]> passphrase) {
        byte[] head = Arrays.copyOf(file, 42);
        return Hkdf.expand(
                material(file, passphrase), Info.of("sekisho/1 root check").part(head), 16);
    }

    private static byte[] material(byte[] file, Optional<char[]> passphrase) {
        byte[] salt = Arrays.copyOfRange(file, 10, 26);
        byte[] secret = Arrays.copyOfRange(file, 42, CHECKED_BYTES);
        Info info = Info.of("sekisho/1 root material");
        if (passphrase.isPresent()) {
            info.part(stretch(passphrase.get(), salt, ByteBuffer.wrap(file).getInt(6)));
        }
        return Hkdf.extractAndExpand(salt, secret, info, 32);
    }

    private static byte[] stretch(char[] passphrase, byte[] salt, int iterations) {
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw unavailable("The root file is damaged; restore it from the recovery kit.");
        }
        try {
            PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK offers no PBKDF2", e);
        }
    }

    static SekishoException unavailable(String text) {
        return new SekishoException(ErrorCode.KEY_STORE_UNAVAILABLE, text);
    }
}
