package dev.sekisho.lake.segment;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.util.Collection;

/**
 * Which values a column may hold in a segment, as a Bloom filter (B. H. Bloom, 1970): "no" is certain, "yes" is not. It is kept in
 * the sealed manifest, so that a segment without the value is not even opened.
 */
public final class ValueFilter {
    private static final int HASHES = 6;
    private static final int BITS_PER_VALUE = 10;
    private static final ValueFilter EVERYTHING = new ValueFilter(new byte[0]);
    private final byte[] bits;

    private ValueFilter(byte[] bits) {
        this.bits = bits;
    }

    /** A filter of these values in at most {@code maxBytes}; one that excludes nothing if that is too little. */
    public static ValueFilter of(Collection<String> values, int maxBytes) {
        long[] hashes = values.stream().mapToLong(ValueFilter::hash).toArray();
        return of(hashes, maxBytes);
    }

    /** A filter of values by their {@link #hash}. */
    public static ValueFilter of(long[] hashes, int maxBytes) {
        long wanted = ((long) hashes.length * BITS_PER_VALUE + 63) / 64 * 8;
        if (wanted > 2L * maxBytes) {
            return EVERYTHING;
        }
        byte[] bits = new byte[(int) Math.max(8, Math.min(wanted, maxBytes))];
        for (long hash : hashes) {
            for (int i = 0; i < HASHES; i++) {
                int bit = bit(hash, i, bits.length);
                bits[bit >>> 3] |= (byte) (1 << (bit & 7));
            }
        }
        return new ValueFilter(bits);
    }

    /** Whether the value may be there. */
    public boolean mayHold(String value) {
        return mayHold(hash(value));
    }

    /** Whether the value with this hash may be there. */
    public boolean mayHold(long hash) {
        if (bits.length == 0) {
            return true;
        }
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(hash, i, bits.length);
            if ((bits[bit >>> 3] & 1 << (bit & 7)) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long hash, int i, int bytes) {
        long mixed = hash + i * (Long.rotateLeft(hash, 32) | 1);
        return (int) Long.remainderUnsigned(mix(mixed), bytes * 8L);
    }

    /** A hash of 64 bits (FNV-1a over UTF-16, then the finaliser of MurmurHash3). */
    public static long hash(String value) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }

    /** Its bytes. */
    public byte[] bytes() {
        return bits.clone();
    }

    /** The filter of these bytes. */
    public static ValueFilter ofBytes(byte[] bytes) {
        return new ValueFilter(bytes.clone());
    }

    void writeTo(ByteWriter out) {
        out.block(bits);
    }

    static ValueFilter read(ByteReader in) {
        return new ValueFilter(in.block());
    }
}
