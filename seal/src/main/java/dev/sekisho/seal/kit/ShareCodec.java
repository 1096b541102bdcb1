package dev.sekisho.seal.kit;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.keys.RootFileInfo.Lock;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * A share as bytes: {@code magic 4 | version 1 | length of all 2 | lock 1 | needed 1 | count 1 | number 1 | kit 8 | root id 16 |
 * day 4 | region's name length 1 | name | part length 1 | part | check 8}, the check being the start of SHA-256 over the rest.
 */
final class ShareCodec {
    /** Bytes up to and with the length of all. */
    static final int LENGTH_END = 7;

    static final int MAX_BYTES = 512;
    private static final int MAGIC = 0x53_4B_52_4B; // "SKRK"
    private static final byte VERSION = 1;
    private static final int CHECK_BYTES = 8;

    private ShareCodec() {}

    static byte[] encode(Share share) {
        byte[] name = share.region().name().getBytes(StandardCharsets.US_ASCII);
        int length = LENGTH_END + 4 + 8 + 16 + 4 + 1 + name.length + 1 + share.part().length + CHECK_BYTES;
        byte[] bytes = ByteBuffer.allocate(length)
                .putInt(MAGIC)
                .put(VERSION)
                .putShort((short) length)
                .put((byte) share.lock().ordinal())
                .put((byte) share.needed())
                .put((byte) share.count())
                .put((byte) share.number())
                .putLong(share.kit())
                .put(share.root().bytes())
                .putInt((int) share.made().toEpochDay())
                .put((byte) name.length)
                .put(name)
                .put((byte) share.part().length)
                .put(share.part())
                .array();
        System.arraycopy(check(bytes), 0, bytes, length - CHECK_BYTES, CHECK_BYTES);
        return bytes;
    }

    /** The length that the first bytes of a share name, if they are that. */
    static int lengthIn(byte[] first) {
        ByteBuffer in = ByteBuffer.wrap(first);
        if (first.length < LENGTH_END || in.getInt() != MAGIC || in.get() != VERSION) {
            throw new IllegalArgumentException("not the beginning of a share");
        }
        int length = in.getShort();
        if (length < LENGTH_END + CHECK_BYTES || length > MAX_BYTES) {
            throw new IllegalArgumentException("not the length of a share");
        }
        return length;
    }

    /**
     * Reads a share.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Share decode(byte[] bytes) {
        if (lengthIn(bytes) != bytes.length
                || !MessageDigest.isEqual(
                        check(bytes), Arrays.copyOfRange(bytes, bytes.length - CHECK_BYTES, bytes.length))) {
            throw new IllegalArgumentException("lines of different shares");
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes, LENGTH_END, bytes.length - LENGTH_END - CHECK_BYTES);
            int lock = in.get();
            int needed = in.get();
            int count = in.get();
            int number = in.get();
            long kit = in.getLong();
            Id128 root = new Id128(in.getLong(), in.getLong());
            LocalDate made = LocalDate.ofEpochDay(in.getInt());
            Region region = new Region(new String(bytes(in, in.get()), StandardCharsets.US_ASCII));
            byte[] part = bytes(in, in.get());
            if (in.hasRemaining() || lock < 0 || lock >= Lock.values().length) {
                throw new IllegalArgumentException("not a share");
            }
            return new Share(region, root, Lock.values()[lock], kit, made, needed, count, number, part);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("not a share", e);
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("not a share");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] check(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, bytes.length - CHECK_BYTES);
            return Arrays.copyOf(digest.digest(), CHECK_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK offers no SHA-256", e);
        }
    }
}
