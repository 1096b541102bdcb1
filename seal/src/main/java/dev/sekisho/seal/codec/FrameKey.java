package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.xts.UnitCipher;
import dev.sekisho.seal.xts.UnitKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * The record codec for the frames of one log: {@code suite 1 | ciphertext | tag 16}. The tweak is the frame's number under the
 * log's own key, so that a frame carries none; the number is also in the tag. For any number of threads, without a lock.
 */
public final class FrameKey {
    /** First byte of every frame. */
    public static final byte SUITE = 2;

    private static final int SUITE_BYTES = 1;
    private final byte[] context;
    private final MacKey mac;
    private final Pool<UnitKey> units;

    /** The key of the log {@code log}. */
    public FrameKey(UnitCipher cipher, Secret secret, Owner owner, Id128 log) {
        this.context = owner.info("sekisho/1 frame").part(log.bytes()).bytes();
        this.mac = new MacKey(secret.macKey(Info.of("sekisho/1 frame mac").part(log.bytes()), 32));
        byte[] key = secret.encryptionKey(Info.of("sekisho/1 frame xts").part(log.bytes()), UnitCipher.KEY_BYTES);
        this.units = new Pool<>(() -> cipher.key(key));
    }

    /** Seals a frame; {@code number} must not have been used under this key. */
    public byte[] seal(long number, byte[] plain, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, plain.length);
        if (number < 0) {
            throw new IllegalArgumentException("a frame's number is not negative");
        }
        if (length > RecordKey.MAX_CONTENT_BYTES) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "A log frame holds at most " + RecordKey.MAX_CONTENT_BYTES + " bytes, not " + length + ".");
        }
        int size = Padding.bucket(length);
        byte[] sealed = new byte[SUITE_BYTES + size + RecordKey.TAG_BYTES];
        sealed[0] = SUITE;
        Padding.write(plain, offset, length, sealed, SUITE_BYTES);
        UnitKey unit = units.take();
        unit.encrypt(tweak(number), sealed, SUITE_BYTES, size, sealed, SUITE_BYTES);
        units.give(unit);
        byte[] tag = mac.tag(context(number), sealed, 0, SUITE_BYTES + size);
        System.arraycopy(tag, 0, sealed, SUITE_BYTES + size, RecordKey.TAG_BYTES);
        return sealed;
    }

    /**
     * Opens a frame.
     *
     * @throws SekishoException {@code LOG_DAMAGED} unless it is the frame that was sealed under that number
     */
    public byte[] open(long number, byte[] sealed) {
        int size = sealed.length - SUITE_BYTES - RecordKey.TAG_BYTES;
        if (size < UnitCipher.MIN_UNIT_BYTES
                || size > UnitCipher.MAX_UNIT_BYTES
                || sealed[0] != SUITE
                || !Padding.isBucket(size)) {
            throw damaged();
        }
        int tagAt = SUITE_BYTES + size;
        byte[] tag = Arrays.copyOf(mac.tag(context(number), sealed, 0, tagAt), RecordKey.TAG_BYTES);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, tagAt, sealed.length))) {
            throw damaged();
        }
        byte[] plain = new byte[size];
        UnitKey unit = units.take();
        unit.decrypt(tweak(number), sealed, SUITE_BYTES, size, plain, 0);
        units.give(unit);
        return Padding.read(plain);
    }

    private byte[] context(long number) {
        return ByteBuffer.allocate(context.length + 8)
                .put(context)
                .putLong(number)
                .array();
    }

    static byte[] tweak(long number) {
        return ByteBuffer.allocate(UnitCipher.TWEAK_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.LOG_DAMAGED,
                "A frame of the log is not what was written under its number; it was not opened.");
    }
}
