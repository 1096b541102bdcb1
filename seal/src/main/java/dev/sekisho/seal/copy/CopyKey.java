package dev.sekisho.seal.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.codec.Secret;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The copy key of one place and day, and its file: {@code magic 4 | version 1 | day 8 | id 16 | key 64 | check 16}, the check being
 * the start of SHA-256 over the rest.
 *
 * @param day the UTC day whose copies it opens
 * @param id tells it from the keys of other places
 * @param key EK and MK
 */
record CopyKey(LocalDate day, Id128 id, Secret key) {
    static final int FILE_BYTES = 109;
    private static final int MAGIC = 0x53_4B_43_4B; // "SKCK"
    private static final byte VERSION = 1;
    private static final int CHECK_AT = FILE_BYTES - 16;

    static CopyKey create(LocalDate day, SecureRandom random) {
        return new CopyKey(day, Id128.random(random), Secret.random(random));
    }

    byte[] encode() {
        byte[] file = ByteBuffer.allocate(FILE_BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .putLong(day.toEpochDay())
                .put(id.bytes())
                .put(key.bytes())
                .array();
        System.arraycopy(sha256(file, CHECK_AT), 0, file, CHECK_AT, FILE_BYTES - CHECK_AT);
        return file;
    }

    /**
     * Reads a file.
     *
     * @throws SekishoException {@code KEY_COPY_DAMAGED}
     */
    static CopyKey decode(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length != FILE_BYTES
                || in.getInt() != MAGIC
                || in.get() != VERSION
                || !MessageDigest.isEqual(
                        Arrays.copyOf(sha256(file, CHECK_AT), FILE_BYTES - CHECK_AT),
                        Arrays.copyOfRange(file, CHECK_AT, FILE_BYTES))) {
            throw damaged();
        }
        long day = in.getLong();
        if (Math.abs(day) > KeyCopyFile.MAX_EPOCH_DAY) {
            throw damaged();
        }
        byte[] id = new byte[16];
        in.get(id);
        byte[] key = new byte[Secret.BYTES];
        in.get(key);
        return new CopyKey(LocalDate.ofEpochDay(day), Id128.of(id), Secret.of(key));
    }

    static byte[] sha256(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.KEY_COPY_DAMAGED,
                "The copy key is damaged or is no copy key; take the copy and the copy key of another place or day.");
    }

    /** Says nothing about the key. */
    @Override
    public String toString() {
        return "copy key of " + day;
    }
}
