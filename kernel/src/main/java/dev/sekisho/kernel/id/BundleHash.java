package dev.sekisho.kernel.id;

import java.util.HexFormat;

/**
 * SHA-256 of a published policy bundle: which rules and lists decided an event.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record BundleHash(String hex) {
    /** @throws IllegalArgumentException if {@code hex} is not 64 lower-case hexadecimal digits */
    public BundleHash {
        if (hex.length() != 64 || !hex.equals(hex.toLowerCase(java.util.Locale.ROOT))) {
            throw new IllegalArgumentException("a bundle hash has 64 lower-case hexadecimal digits");
        }
        HexFormat.of().parseHex(hex);
    }

    /** The hash of the given 32 bytes. */
    public static BundleHash of(byte[] sha256) {
        return new BundleHash(HexFormat.of().formatHex(sha256));
    }
}
