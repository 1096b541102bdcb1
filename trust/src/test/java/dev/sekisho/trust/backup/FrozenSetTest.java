package dev.sekisho.trust.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.backup.BackupVerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set and a shipment that a second program made from docs/formats.md are read and hold; later versions read them as well. */
class FrozenSetTest {
    @TempDir
    private Path folder;

    @Test
    void manifestsObjectsAndLedgerOfTheFirstFormHoldAndAreWrittenTheSameAgain() throws IOException {
        // Given
        unpack();
        BackupVerifierKey key = BackupVerifierKey.read(Files.readAllBytes(folder.resolve("verifier.key")));
        FolderTarget target =
                new FolderTarget("frozen", "there", folder.resolve("target"), InstantSource.fixed(Instant.EPOCH));
        // When
        SetVerifier.Report report = SetVerifier.of(key).verify(target, Optional.empty());
        // Then
        assertThat(report.findings()).isEmpty();
        assertThat(report.sets()).isEqualTo(2);
        assertThat(report.objects()).isEqualTo(4);
        assertThat(report.bytes()).isEqualTo(75_300);
        SetVerifier.Head head = report.head().orElseThrow();
        assertThat(head.number()).isEqualTo(2);
        assertThat(HexFormat.of().formatHex(head.hash()))
                .isEqualTo("2e53e3c2ffd541b5bb4686823367f5b9d33c7ac175dd4f93a914d4b0043d84cd");
        List<Manifest> manifests = List.of(read(target, 0), read(target, 1));
        assertThat(manifests.getFirst().time()).isEqualTo(Instant.ofEpochMilli(1_795_399_384_005L));
        assertThat(manifests.getFirst().base()).isEmpty();
        assertThat(manifests.getFirst().keyCopy()).isEqualTo("2026-11-23T020304Z-0a1b2c3d");
        assertThat(manifests.getFirst().region()).isEqualTo("jp-east");
        assertThat(manifests.getLast().base()).contains(manifests.getFirst().set());
        assertThat(manifests.getLast().ledger().number()).isEqualTo(2);
        assertThat(manifests.getLast().entries())
                .extracting(Entry::kind)
                .containsExactly(Entry.Kind.SEGMENT, Entry.Kind.LAKE_FILES, Entry.Kind.ROWS, Entry.Kind.FILE);
        assertThat(manifests.getLast().entries().getFirst().object())
                .isEqualTo(Id128.of(HexFormat.of().parseHex("110102030405060708090a0b0c0d0e0f")));
    }

    private static Manifest read(FolderTarget target, int number) throws IOException {
        try (InputStream in = target.get(target.list(Target.SETS).get(number).name())) {
            byte[] file = in.readAllBytes();
            Manifest manifest = Manifest.parse(file);
            assertThat(manifest.file()).isEqualTo(file);
            return manifest;
        }
    }

    private void unpack() throws IOException {
        try (InputStream file = FrozenSetTest.class.getResourceAsStream("set-1.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path there = folder.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(there.getParent()));
                Files.write(there, zip.readAllBytes());
            }
        }
    }
}
