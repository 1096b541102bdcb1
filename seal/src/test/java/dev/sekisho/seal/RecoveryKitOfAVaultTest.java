package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.keys.RootFileInfo.Lock;
import dev.sekisho.seal.kit.KitMark;
import dev.sekisho.seal.kit.RecoveryKit;
import dev.sekisho.seal.kit.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kits of real roots: in a file, under a passphrase, in a key service. */
class RecoveryKitOfAVaultTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:03:04Z");

    @TempDir
    Path folder;

    private static Vault open(VaultOptions options) {
        return Vaults.open(options, CopiedRegion.CIPHER, FaultDisk.steady());
    }

    @Test
    void theKeyStoreSaysForWhichRootTheLastKitWas() throws IOException {
        VaultOptions options = new Fixture(folder).options();
        try (Vault vault = open(options)) {
            assertThat(KitMark.notedIn(vault.installation())).isEmpty();
            Share share = RecoveryKit.split(Files.readAllBytes(options.rootFile()), Fixture.REGION, 2, 3, NOW)
                    .getFirst();
            KitMark.of(share).noteIn(vault.installation());
            assertThat(share.root()).isEqualTo(vault.life().rootId());
            assertThat(share.lock()).isEqualTo(Lock.NONE);
        }
        try (Vault vault = open(options)) {
            KitMark mark = KitMark.notedIn(vault.installation()).orElseThrow();
            assertThat(mark.root()).isEqualTo(vault.life().rootId());
            assertThat(mark.needed()).isEqualTo(2);
            assertThat(mark.count()).isEqualTo(3);
            assertThat(mark.made()).hasToString("2026-11-23");
            // When
            vault.life().rotateRootToFile(Optional.empty());
            // Then: the kit is of the root before
            assertThat(mark.root()).isNotEqualTo(vault.life().rootId());
        }
    }

    @Test
    void aRootUnderAPassphraseComesBackAndStillTakesThePassphrase() throws IOException {
        Path passphrase = folder.resolve("passphrase");
        Files.writeString(passphrase, "a long one\n");
        VaultOptions plain = new Fixture(folder).options();
        VaultOptions options = new VaultOptions(
                plain.region(),
                plain.places(),
                plain.rootFile(),
                Optional.of(passphrase),
                plain.cipher(),
                plain.clock());
        byte[] row;
        try (Vault vault = open(options)) {
            row = vault.installation().seal(CopiedRegion.ROW, CopiedRegion.TEXT);
        }
        List<Share> shares = RecoveryKit.split(Files.readAllBytes(options.rootFile()), Fixture.REGION, 3, 5, NOW);
        assertThat(shares).allMatch(share -> share.lock() == Lock.PASSPHRASE);
        Files.delete(options.rootFile());
        // When
        FaultDisk.steady().write(options.rootFile(), RecoveryKit.join(shares.subList(1, 4)));
        // Then
        assertThatThrownBy(() -> open(plain))
                .isInstanceOf(SekishoException.class)
                .hasMessageContaining("passphrase");
        try (Vault vault = open(options)) {
            assertThat(vault.installation().open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
        }
    }

    @Test
    void aRootInAKeyServiceGivesAKitThatHoldsTheMarkAlone() throws IOException {
        LocalKeyService service = new LocalKeyService("root");
        VaultOptions plain = new Fixture(folder).options();
        VaultOptions options = plain.withServices(Optional.of(service), KeyServices.NONE);
        open(options).close();
        byte[] mark = Files.readAllBytes(options.rootFile());
        List<Share> shares = RecoveryKit.split(mark, Fixture.REGION, 2, 2, NOW);
        assertThat(shares).allMatch(share -> share.lock() == Lock.SERVICE);
        assertThat(RecoveryKit.join(shares)).isEqualTo(mark).hasSize(38);
        assertThatThrownBy(() -> open(plain)).isInstanceOf(SekishoException.class);
        open(options).close();
    }

    @Test
    void aCopyUnderAKeyServiceIsLaidDownWithTheMark() throws IOException {
        LocalKeyService service = new LocalKeyService("root");
        CopiedRegion region = new CopiedRegion(folder);
        VaultOptions options = region.options().withServices(Optional.of(service), KeyServices.NONE);
        dev.sekisho.seal.copy.KeyCopyFile.Opened copy;
        byte[] row;
        try (Vault vault = open(options)) {
            row = vault.installation().seal(CopiedRegion.ROW, CopiedRegion.TEXT);
            copy = region.opened(vault.copies(region.places()).take());
        }
        VaultOptions there = new VaultOptions(
                        options.region(),
                        List.of(folder.resolve("n/one"), folder.resolve("n/two")),
                        folder.resolve("n/root/root.key"),
                        Optional.empty(),
                        options.cipher(),
                        options.clock())
                .withServices(Optional.of(service), KeyServices.NONE);
        dev.sekisho.seal.copy.KeyStoreRestore.lay(
                copy, Files.readAllBytes(options.rootFile()), there.places(), there.rootFile());
        try (Vault vault = open(there)) {
            assertThat(vault.installation().open(CopiedRegion.ROW, row)).isEqualTo(CopiedRegion.TEXT);
        }
    }
}
