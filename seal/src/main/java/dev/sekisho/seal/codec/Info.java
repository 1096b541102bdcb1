package dev.sekisho.seal.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that say what a key or tag is for: every part carries its length before it (4 bytes, big-endian), so that no two lists
 * of parts give the same bytes.
 */
public final class Info {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);

    private Info() {}

    /** Begins with the purpose, for example {@code sekisho/1 record xts}. */
    public static Info of(String purpose) {
        return new Info().text(purpose);
    }

    /** Adds a text, as UTF-8. */
    public Info text(String part) {
        return part(part.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes. */
    public Info part(byte[] part) {
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
        bytes.writeBytes(part);
        return this;
    }

    /** Adds a number: 8 bytes, big-endian, with their length before them like every part. */
    public Info number(long part) {
        return part(ByteBuffer.allocate(8).putLong(part).array());
    }

    /** The bytes so far. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
