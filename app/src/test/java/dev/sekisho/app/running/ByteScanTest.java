package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan finds what it looks for: a scan that finds nothing anywhere proves nothing. */
class ByteScanTest {
    private static final String MARK = "cnry7f3k9";

    @TempDir
    Path folder;

    @Test
    void aCanaryIsFoundInEverySpellingAndAlignment() throws IOException {
        // Given
        String text = MARK + "000123";
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        for (int pad = 0; pad < 3; pad++) {
            byte[] padded = ("x".repeat(pad) + text + "tail").getBytes(StandardCharsets.UTF_8);
            Files.writeString(
                    folder.resolve("base64-" + pad), Base64.getEncoder().encodeToString(padded));
        }
        Files.writeString(folder.resolve("hex"), HexFormat.of().formatHex(raw));
        Files.writeString(folder.resolve("plain"), "before " + text + " after");
        Files.write(folder.resolve("utf-16"), text.getBytes(StandardCharsets.UTF_16LE));
        Files.writeString(folder.resolve("clean"), "nothing here");
        // When
        var hits = new ByteScan(MARK).hits(folder);
        // Then
        assertThat(hits).hasSize(6).noneMatch(hit -> hit.startsWith("clean"));
    }
}
