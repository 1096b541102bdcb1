package dev.sekisho.kernel.id;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * The 128 bits behind every identifier, and their two spellings: 26 characters of Crockford's base 32 (no I, L, O, U; case
 * does not matter) for machines, and a short form in groups of four for people.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record Id128(long high, long low) implements Comparable<Id128> {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TEXT_CHARS = 26;

    /** A new identifier from the given source of randomness. */
    public static Id128 random(SecureRandom random) {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return of(bytes);
    }

    /**
     * Reads the 16-byte form.
     *
     * @throws IllegalArgumentException if there are not exactly 16 bytes
     */
    public static Id128 of(byte[] bytes) {
        if (bytes.length != 16) {
            throw new IllegalArgumentException("an identifier has 16 bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Id128(buffer.getLong(), buffer.getLong());
    }

    /**
     * Reads the 26-character form.
     *
     * @throws IllegalArgumentException if the text is not such a form
     */
    public static Id128 parse(String text) {
        if (text.length() != TEXT_CHARS) {
            throw new IllegalArgumentException("an identifier has 26 characters, not " + text.length());
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < TEXT_CHARS; i++) {
            int digit = ALPHABET.indexOf(Character.toUpperCase(text.charAt(i)));
            if (digit < 0 || (i == 0 && digit > 7)) {
                throw new IllegalArgumentException("not an identifier: character " + (i + 1));
            }
            high = (high << 5) | (low >>> 59);
            low = (low << 5) | digit;
        }
        return new Id128(high, low);
    }

    /** The 16-byte form, big-endian. */
    public byte[] bytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    /** Two groups of four characters for people, for example {@code 8F3K-2M7Q}: a hint for the eye, not a key. */
    public String shortText() {
        String text = toString();
        return text.substring(18, 22) + "-" + text.substring(22, 26);
    }

    @Override
    public int compareTo(Id128 other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        char[] text = new char[TEXT_CHARS];
        long upper = high;
        long lower = low;
        for (int i = TEXT_CHARS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (lower & 31));
            lower = (lower >>> 5) | (upper << 59);
            upper >>>= 5;
        }
        return new String(text);
    }
}
