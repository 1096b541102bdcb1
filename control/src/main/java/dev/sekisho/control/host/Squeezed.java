package dev.sekisho.control.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * Console files in gzip form (RFC 1952), made once and kept: their names carry a hash, so their content never changes. The server
 * need not compress while it sends.
 */
final class Squeezed {
    private static final int SMALLEST_BYTES = 1_024;
    private final Map<String, byte[]> made = new ConcurrentHashMap<>();

    /** Whether a client takes gzip, by its Accept-Encoding (RFC 9110, section 12.5.3). */
    static boolean accepted(String acceptEncoding) {
        for (String each : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = each.strip().split(";", 2);
            if (parts[0].strip().equals("gzip")) {
                return parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(?:\\.0*)?");
            }
        }
        return false;
    }

    /** The form of a file that exists, or its content where that is not longer. */
    byte[] of(String path, byte[] content) {
        return content.length < SMALLEST_BYTES ? content : made.computeIfAbsent(path, fresh -> squeeze(content));
    }

    private static byte[] squeeze(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.size() < content.length ? out.toByteArray() : content;
    }
}
