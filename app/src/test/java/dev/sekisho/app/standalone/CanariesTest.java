package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan finds what it looks for in every spelling: a scan that finds nothing anywhere proves nothing. */
class CanariesTest {
    private static final String MARK = "cnryt4s8v2";
    private static final String CANARY = MARK + "07p00042";

    @TempDir
    java.nio.file.Path folder;

    @Test
    void aCanaryIsFoundInEverySpelling() {
        byte[] raw = CANARY.getBytes(StandardCharsets.US_ASCII);
        assertThat(found("x" + CANARY + "y")).containsExactly("07p00042");
        assertThat(found(CANARY.toUpperCase(Locale.ROOT))).containsExactly("07p00042");
        assertThat(found(new StringBuilder(CANARY).reverse().toString())).containsExactly("07p00042");
        assertThat(found(HexFormat.of().formatHex(raw))).containsExactly("07p00042");
        assertThat(found(HexFormat.of().withUpperCase().formatHex(raw))).containsExactly("07p00042");
        assertThat(in(("q" + CANARY).getBytes(StandardCharsets.UTF_16LE))).containsExactly("07p00042");
        assertThat(in(CANARY.getBytes(StandardCharsets.UTF_16BE))).containsExactly("07p00042");
        for (int pad = 0; pad < 3; pad++) {
            String padded = "x".repeat(pad) + CANARY + "tail and more";
            assertThat(found(Base64.getEncoder().encodeToString(padded.getBytes(StandardCharsets.US_ASCII))))
                    .as("base64 at %d", pad)
                    .containsExactly("07p00042");
        }
        assertThat(found("nothing here")).isEmpty();
    }

    @Test
    void aCanaryInACompressedPageIsFound() throws Exception {
        java.nio.file.Files.write(
                folder.resolve("page"), Zstd.compress((CANARY + " ").repeat(50).getBytes(StandardCharsets.US_ASCII)));
        assertThat(new Canaries(MARK).below(folder)).contains("07p00042");
    }

    private static Set<String> found(String text) {
        return in(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Set<String> in(byte[] content) {
        Set<String> found = new TreeSet<>();
        new Canaries(MARK).in(content, found);
        return found;
    }
}
