package dev.sekisho.lake;

import dev.sekisho.lake.files.LakeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a test copies of a lake. */
final class Copies {
    private Copies() {}

    /** Everything of a capture, by name. */
    static Map<String, byte[]> of(Lake lake, Capture capture) {
        Map<String, byte[]> files = new TreeMap<>();
        capture.segments().forEach(segment -> files.put(segment.name(), segment(lake, segment.name())));
        capture.small().forEach(file -> files.put(file.name(), file.bytes()));
        capture.check();
        return files;
    }

    /** One segment. */
    static byte[] segment(Lake lake, String name) {
        try (LakeFiles.Source source = lake.copy().open(name)) {
            byte[] bytes = new byte[(int) source.length()];
            source.read(0, bytes, 0, bytes.length);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills an empty folder. */
    static void fill(Path folder, Map<String, byte[]> files) {
        try (LakeFill fill = Lakes.fill(folder)) {
            files.forEach((name, bytes) -> fill.put(name, new ByteArrayInputStream(bytes), bytes.length));
            fill.finish();
        }
    }

    /** Fills storage in memory. */
    static void fill(LakeFiles storage, Map<String, byte[]> files) {
        files.forEach((name, bytes) -> {
            try {
                storage.create(name, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A hash over values in their order. */
    static String hash(List<?> values) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            values.forEach(value -> hash.update((value + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
