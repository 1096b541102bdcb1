package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.seal.backup.BackupMac;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.seal.copy.KeyCopyFile;
import dev.sekisho.seal.kit.RecoveryKit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy, a kit and a verifier's key of an earlier release serve for ever, or until a release note ends them. */
class FrozenCopiesTest {
    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new HashMap<>();

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = Objects.requireNonNull(FrozenCopiesTest.class.getResourceAsStream("copies-1.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
    }

    private byte[] file(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    @Test
    void theCopyOpensAndTheKitBringsItsRootBack() throws IOException {
        // Given
        byte[] root = RecoveryKit.join(List.of(share("share-3.txt"), share("share-1.txt")));
        assertThat(root).isEqualTo(file("root.key"));
        KeyCopyFile.Opened copy = KeyCopyFile.open(file("keys.keycopy"), file("2026-11-23.copykey"), Fixture.REGION);
        assertThat(copy.digest()).isEqualTo(file("digest"));
        assertThat(copy.time()).hasToString("2026-11-23T02:03:04Z");
        // When
        try (Vault vault = new CopiedRegion(folder).restored(copy, root, "machine")) {
            // Then
            assertThat(vault.of(FreezeFormats.SCOPE).open(FreezeFormats.ROW, file("row")))
                    .isEqualTo(FreezeFormats.TEXT);
            assertThat(new FreezeCopies.BackupMacTag(vault).of(FreezeCopies.OBJECT))
                    .isEqualTo(file("tag"));
            assertThat(vault.installation().exportVerifier()).isEqualTo(file("verifier.key"));
        }
    }

    @Test
    void theVerifierFindsTheTagGood() {
        BackupMac.Tagger tagger = BackupVerifierKey.read(file("verifier.key")).tagger("set/object");
        tagger.update(FreezeCopies.OBJECT, 0, FreezeCopies.OBJECT.length);
        assertThat(tagger.matches(file("tag"))).isTrue();
    }

    private dev.sekisho.seal.kit.Share share(String name) {
        return RecoveryKit.parse(new String(file(name), StandardCharsets.UTF_8));
    }
}
