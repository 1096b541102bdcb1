package dev.sekisho.trust.backup;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.Arrays;

/** Manifests and packs that somebody made or changed: refused with one error, or read in one way. */
class HostileSetFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void aHostileManifestIsRefusedOrIsWrittenTheSameAgain(byte @NotNull [] bytes) {
        Manifest manifest;
        try {
            manifest = Manifest.parse(bytes);
        } catch (SekishoException refused) {
            require(refused);
            return;
        }
        if (!Arrays.equals(manifest.file(), bytes) || manifest.name().isEmpty()) {
            throw new AssertionError("one manifest, two forms");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void aHostilePackIsRefusedOrHasNoMoreThanItsBytes(byte @NotNull [] bytes) {
        try {
            long held = SmallFiles.unpack(bytes).values().stream()
                    .mapToLong(file -> file.length)
                    .sum();
            if (held > bytes.length) {
                throw new AssertionError("more than there is");
            }
        } catch (SekishoException refused) {
            require(refused);
        }
    }

    private static void require(SekishoException refused) {
        if (refused.code() != ErrorCode.BACKUP_DAMAGED) {
            throw new AssertionError("refused with another error", refused);
        }
    }
}
