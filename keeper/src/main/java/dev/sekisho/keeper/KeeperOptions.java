package dev.sekisho.keeper;

import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * How a keeper runs.
 *
 * @param folder where it keeps; readable by its own account alone
 * @param listen where it listens
 * @param token what the producer shows, at least 32 characters
 * @param maxObjectBytes largest object
 * @param spareBytes room that is left free on its disk
 */
public record KeeperOptions(Path folder, InetSocketAddress listen, String token, long maxObjectBytes, long spareBytes) {
    private static final int MIN_TOKEN_CHARS = 32;
    private static final long DEFAULT_OBJECT_BYTES = 4L << 30;
    private static final long DEFAULT_SPARE_BYTES = 1L << 30;

    /** @throws IllegalArgumentException if the token is one that could be guessed */
    public KeeperOptions {
        if (token.length() < MIN_TOKEN_CHARS) {
            throw new IllegalArgumentException("the token has at least " + MIN_TOKEN_CHARS + " characters");
        }
    }

    /** Objects of at most 4 GiB, and 1 GiB left free. */
    public static KeeperOptions of(Path folder, InetSocketAddress listen, String token) {
        return new KeeperOptions(folder, listen, token, DEFAULT_OBJECT_BYTES, DEFAULT_SPARE_BYTES);
    }
}
