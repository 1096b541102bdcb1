package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyService;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * The file that marks an installation as set up: the root itself ({@link RootKey}), or, where the root is in a key service, only
 * its name: {@code magic 4 | version 1 | zero 1 | root id 16 | check 16}, the check being the start of SHA-256 over the rest.
 * Either way a key store without it, or it without a key store, is a loss that is said, never a first start.
 *
 * @param passphrase of a root in a file
 * @param service of a root in a key service
 * @param cipher the cipher
 * @param random the source of new roots
 */
record RootFile(Optional<char[]> passphrase, Optional<KeyService> service, UnitCipher cipher, SecureRandom random) {
    private static final int MARKER = 0x53_4B_52_56; // "SKRV"
    private static final byte VERSION = 1;
    private static final int ID_AT = 6;
    private static final int CHECK_AT = 22;
    private static final int MARKER_BYTES = 38;

    /** Where a root is kept. */
    enum Where {
        /** In the file itself. */
        FILE,
        /** In a key service. */
        SERVICE
    }

    /** Where a first start makes the root. */
    Where first() {
        return service.isPresent() ? Where.SERVICE : Where.FILE;
    }

    /** The bytes of a new root file. */
    byte[] create(Where where) {
        if (where == Where.FILE) {
            return RootKey.create(passphrase, random);
        }
        byte[] id = new byte[16];
        random.nextBytes(id);
        byte[] file = ByteBuffer.allocate(MARKER_BYTES)
                .putInt(MARKER)
                .put(VERSION)
                .put((byte) 0)
                .put(id)
                .array();
        System.arraycopy(check(file), 0, file, CHECK_AT, MARKER_BYTES - CHECK_AT);
        return file;
    }

    /** Where the root of these bytes is; by their first four alone. */
    static Where where(byte[] file) {
        return file.length >= 4 && ByteBuffer.wrap(file).getInt() == MARKER ? Where.SERVICE : Where.FILE;
    }

    /**
     * The root that a root file is, or names.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} or {@code CONFIG_INVALID}
     */
    RootKeys open(byte[] file) {
        if (where(file) == Where.FILE) {
            return new FileRoot(RootKey.open(file, passphrase), cipher, random);
        }
        byte[] id = markedRoot(file);
        KeyService known = service.orElseThrow(() -> new SekishoException(
                ErrorCode.CONFIG_INVALID,
                "The root of this key store is in a key service, but none is configured; set keys.root.vault."));
        return new ServiceRoot(id, known, cipher, random);
    }

    /**
     * The id of the root in a key service that a file marks.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if it is not whole
     */
    static byte[] markedRoot(byte[] file) {
        if (file.length != MARKER_BYTES
                || file[4] != VERSION
                || file[5] != 0
                || !MessageDigest.isEqual(check(file), Arrays.copyOfRange(file, CHECK_AT, MARKER_BYTES))) {
            throw RootKey.unavailable(
                    "The root file is damaged or is not a root file; restore it from the recovery kit.");
        }
        return Arrays.copyOfRange(file, ID_AT, CHECK_AT);
    }

    private static byte[] check(byte[] file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(file, 0, CHECK_AT);
            return Arrays.copyOf(digest.digest(), MARKER_BYTES - CHECK_AT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }
}
