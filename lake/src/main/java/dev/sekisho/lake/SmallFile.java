package dev.sekisho.lake;

import java.util.function.Supplier;

/** A small sealed file as at a capture. Its bytes are made when they are asked for, so that a capture holds none of them. */
public final class SmallFile {
    private final String name;
    private final Supplier<byte[]> content;

    /** A file by its name in the lake's folder. */
    public SmallFile(String name, Supplier<byte[]> content) {
        this.name = name;
        this.content = content;
    }

    /** Its name in the lake's folder. */
    public String name() {
        return name;
    }

    /**
     * Its bytes; sealed anew at each call, so that no two are equal, with the same content.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code CAPTURE_ENDED}; {@code KEY_DESTROYED} if the customer was deleted
     *     since, and is to be left out; {@code KEY_WITHDRAWN} if its keys were withdrawn since
     */
    public byte[] bytes() {
        return content.get();
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
