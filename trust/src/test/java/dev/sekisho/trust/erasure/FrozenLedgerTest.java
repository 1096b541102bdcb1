package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger that an earlier version wrote opens in every later one (docs/formats.md). */
class FrozenLedgerTest {
    @TempDir
    private Path folder;

    @Test
    void aLedgerOfTheFirstFormIsRead() throws IOException {
        // Given
        unpack();
        CustomerId aoi = CustomerId.of(new Id128(1, 2).bytes());
        CustomerId beni = CustomerId.of(new Id128(3, 4).bytes());
        Instant time = Instant.parse("2026-11-22T10:00:00.123Z");
        try (Vault vault = TestVault.open(folder)) {
            // When
            ErasureLedger ledger = ErasureLedger.open(
                    List.of(folder.resolve("one/ledger"), folder.resolve("two/ledger")), vault.installation());
            ledger.anchor(new KeyStoreAnchor(vault.installation()));
            // Then
            assertThat(ledger.tombstones())
                    .containsExactly(
                            new Tombstone(aoi, Optional.of(new PersonToken(new Id128(9, 1))), time),
                            new Tombstone(aoi, Optional.of(new PersonToken(new Id128(9, 2))), time.plusSeconds(1)),
                            new Tombstone(beni, Optional.empty(), time.plusSeconds(2)));
            assertThat(ledger.head()).hasToString("3/70d03b599d525fbc2d7a95395b28dacd62370a525c87d5650e102cce6ea4de22");
        }
    }

    private void unpack() throws IOException {
        try (InputStream file = FrozenLedgerTest.class.getResourceAsStream("ledger-1.zip");
                ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = folder.resolve(entry.getName());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.write(target, zip.readAllBytes());
            }
        }
        Files.setPosixFilePermissions(folder.resolve("root/root.key"), PosixFilePermissions.fromString("rw-------"));
    }
}
