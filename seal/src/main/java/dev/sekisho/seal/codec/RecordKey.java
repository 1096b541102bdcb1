package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.xts.UnitCipher;
import dev.sekisho.seal.xts.UnitKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The record codec under the keys of one table: {@code suite 1 | epoch 4 | tweak 16 | ciphertext | tag 16}. AES-256-XTS under a
 * random tweak, then HMAC-SHA-256 cut to 128 bits over context, header and ciphertext. Both keys are HKDF-Expand of EK and MK
 * by table and epoch. For any number of threads.
 */
public final class RecordKey {
    /** First byte of every record. */
    public static final byte SUITE = 1;

    /** Longest content in bytes: one XTS unit, less its length prefix and padding. */
    public static final int MAX_CONTENT_BYTES = UnitCipher.MAX_UNIT_BYTES - 64;

    static final int TAG_BYTES = 16;
    static final int HEADER_BYTES = 21;
    private static final int EPOCH_AT = 1;
    private static final int TWEAK_AT = 5;

    private final int epoch;
    private final byte[] context;
    private final MacKey mac;
    private final Pool<UnitKey> units;
    private final SecureRandom random;

    /**
     * The keys of a table.
     *
     * @param owner whose records these are: bound into every tag
     */
    public RecordKey(UnitCipher cipher, Secret secret, Owner owner, String table, int epoch, SecureRandom random) {
        this.epoch = epoch;
        this.random = random;
        this.context = owner.info("sekisho/1 record").text(table).bytes();
        this.mac = new MacKey(
                secret.macKey(Info.of("sekisho/1 record mac").text(table).number(epoch), 32));
        byte[] key =
                secret.encryptionKey(Info.of("sekisho/1 record xts").text(table).number(epoch), UnitCipher.KEY_BYTES);
        this.units = new Pool<>(() -> cipher.key(key));
    }

    /**
     * The epoch that a record names, without opening it.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if it has not even the form of a record
     */
    public static int epochOf(byte[] sealed) {
        int size = sealed.length - HEADER_BYTES - TAG_BYTES;
        if (size < UnitCipher.MIN_UNIT_BYTES
                || size > UnitCipher.MAX_UNIT_BYTES
                || sealed[0] != SUITE
                || !Padding.isBucket(size)) {
            throw damaged();
        }
        return ByteBuffer.wrap(sealed).getInt(EPOCH_AT);
    }

    /** Bytes of a sealed record with content of this length. */
    public static int sealedBytes(int contentLength) {
        return HEADER_BYTES + Padding.bucket(contentLength) + TAG_BYTES;
    }

    /** Seals the record {@code id} in its {@code version}. */
    public byte[] seal(String id, long version, byte[] plain) {
        if (plain.length > MAX_CONTENT_BYTES) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "A record holds at most " + MAX_CONTENT_BYTES + " bytes, not " + plain.length + ".");
        }
        int size = Padding.bucket(plain.length);
        byte[] sealed = new byte[HEADER_BYTES + size + TAG_BYTES];
        byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
        random.nextBytes(tweak);
        ByteBuffer.wrap(sealed).put(SUITE).putInt(epoch).put(tweak);
        Padding.write(plain, 0, plain.length, sealed, HEADER_BYTES);
        UnitKey unit = units.take();
        unit.encrypt(tweak, sealed, HEADER_BYTES, size, sealed, HEADER_BYTES);
        units.give(unit);
        byte[] tag = mac.tag(context(id, version), sealed, 0, HEADER_BYTES + size);
        System.arraycopy(tag, 0, sealed, HEADER_BYTES + size, TAG_BYTES);
        return sealed;
    }

    /**
     * Opens the record {@code id} in its {@code version}.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} unless it is exactly what was sealed
     */
    public byte[] open(String id, long version, byte[] sealed) {
        if (epochOf(sealed) != epoch) {
            throw damaged();
        }
        int tagAt = sealed.length - TAG_BYTES;
        byte[] tag = Arrays.copyOf(mac.tag(context(id, version), sealed, 0, tagAt), TAG_BYTES);
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(sealed, tagAt, sealed.length))) {
            throw damaged();
        }
        byte[] plain = new byte[tagAt - HEADER_BYTES];
        byte[] tweak = Arrays.copyOfRange(sealed, TWEAK_AT, HEADER_BYTES);
        UnitKey unit = units.take();
        unit.decrypt(tweak, sealed, HEADER_BYTES, plain.length, plain, 0);
        units.give(unit);
        return Padding.read(plain);
    }

    private byte[] context(String id, long version) {
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(context.length + 4 + name.length + 8)
                .put(context)
                .putInt(name.length)
                .put(name)
                .putLong(version)
                .array();
    }

    private static SekishoException damaged() {
        return new SekishoException(
                ErrorCode.RECORD_DAMAGED,
                "A sealed record is not what was sealed here, or belongs elsewhere; it was not opened. Restore it from a backup.");
    }
}
