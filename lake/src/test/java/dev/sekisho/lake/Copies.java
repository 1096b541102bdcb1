package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.files.LakeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests of copies share: what is copied of a lake, and what they wait for and expect. */
final class Copies {
    private Copies() {}

    /** Waits for something, for half a minute at most. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long enough").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Expects a call to be refused. */
    static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

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
