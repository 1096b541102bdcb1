package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.backup.BackupMac;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.seal.backup.RegionMac;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.keys.FaultDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The MAC of backup sets, and a verifier that can check everything and open nothing. */
class BackupVerifierTest {
    private static final byte[] OBJECT = HexFormat.of().parseHex("00010203040506070809");

    @TempDir
    Path folder;

    private Vault open() {
        return Vaults.open(new Fixture(folder).options(), CopiedRegion.CIPHER, FaultDisk.steady());
    }

    private static byte[] tag(BackupMac mac, String context, byte[] object) {
        BackupMac.Tagger tagger = mac.tagger(context);
        tagger.update(object, 0, 3);
        tagger.update(object, 3, object.length - 3);
        return tagger.tag();
    }

    @Test
    void aVerifierFindsEveryTagGoodAndEveryOtherObjectContextKeyOrRegionBad() {
        try (Vault vault = open()) {
            byte[] tag = tag(vault.installation().backupMac(), "set/object", OBJECT);
            BackupVerifierKey key = BackupVerifierKey.read(vault.installation().exportVerifier());
            assertThat(tag).hasSize(32).isEqualTo(tag(key, "set/object", OBJECT));
            byte[] other = OBJECT.clone();
            other[9] ^= 1;
            assertThat(tag(key, "set/object", other)).isNotEqualTo(tag);
            assertThat(tag(key, "set/other", OBJECT)).isNotEqualTo(tag);
            BackupMac.Tagger moved = key.tagger("set/objec");
            moved.update(new byte[] {'t'}, 0, 1);
            moved.update(OBJECT, 0, OBJECT.length);
            assertThat(moved.matches(tag)).isFalse();
            assertThat(tag(new RegionMac(Fixture.REGION, 1, new byte[32]), "set/object", OBJECT))
                    .isNotEqualTo(tag);
            // And signatures, of this installation alone
            byte[] signature = vault.installation().sign("manifest", OBJECT);
            assertThat(key.signed("manifest", OBJECT, signature)).isTrue();
            assertThat(key.signed("manifest", other, signature)).isFalse();
            assertThat(key.signed("receipt", OBJECT, signature)).isFalse();
            assertThat(key.region()).isEqualTo(Fixture.REGION);
            assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(tag, 0, 4));
        }
    }

    @Test
    void theKeyOutlivesStartsRotationsAndCopiesOfTheKeyStore() throws IOException {
        byte[] tag;
        byte[] file;
        try (Vault vault = open()) {
            tag = tag(vault.installation().backupMac(), "x", OBJECT);
            file = vault.installation().exportVerifier();
            vault.life().rotateInstallation();
            vault.life().rotateRegion();
            vault.life().rotateRootToFile(Optional.empty());
            assertThat(tag(vault.installation().backupMac(), "x", OBJECT)).isEqualTo(tag);
        }
        try (Vault vault = open()) {
            assertThat(tag(vault.installation().backupMac(), "x", OBJECT)).isEqualTo(tag);
            assertThat(vault.installation().exportVerifier()).isEqualTo(file);
            assertThat(vault.installation().backupMac().version()).isEqualTo(1);
        }
    }

    @Test
    void aTagIsThatOfHmacOverPartsThatAnybodyCanRebuild() {
        // Given: made with OpenSSL from docs/formats.md: region jp-east, context "set/object", key 00 01 ... 1f
        byte[] key = new byte[32];
        for (int i = 0; i < 32; i++) {
            key[i] = (byte) i;
        }
        RegionMac mac = new RegionMac(new Region("jp-east"), 1, key);
        assertThat(HexFormat.of().formatHex(tag(mac, "set/object", OBJECT)))
                .isEqualTo("9a9a3d1c401afad6634bf7584cd1b555f2a272459d834183254c8d9e7d37e4ab");
    }

    @Test
    void aTaggerGivesItsTagOnce() {
        BackupMac.Tagger tagger = new RegionMac(Fixture.REGION, 1, new byte[32]).tagger("x");
        tagger.tag();
        assertThatThrownBy(tagger::tag).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tagger.update(OBJECT, 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFlippedBitOfAVerifiersKeyIsFound() {
        try (Vault vault = open()) {
            byte[] file = vault.installation().exportVerifier();
            for (int bit = 0; bit < file.length * 8; bit++) {
                byte[] bad = file.clone();
                bad[bit / 8] ^= (byte) (1 << (bit % 8));
                assertThatThrownBy(() -> BackupVerifierKey.read(bad))
                        .isInstanceOfSatisfying(
                                SekishoException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
            }
            for (int length = 0; length < file.length; length++) {
                byte[] half = Arrays.copyOf(file, length);
                assertThatThrownBy(() -> BackupVerifierKey.read(half)).isInstanceOf(SekishoException.class);
            }
        }
    }

    @Test
    void theFileOpensNothingWhateverPartOfItIsTakenForAKey() throws IOException {
        CopiedRegion region = new CopiedRegion(folder);
        byte[] file;
        byte[] row;
        byte[] copy;
        try (Vault vault = region.open()) {
            file = vault.installation().exportVerifier();
            row = vault.installation().seal(CopiedRegion.ROW, CopiedRegion.TEXT);
            copy = Files.readAllBytes(
                    region.copyFile("a", vault.copies(region.places()).take().name()));
        }
        // Given: what a thief of the verifier may have beside it
        byte[] head = Files.readAllBytes(region.options().places().getFirst().resolve("head.keys"));
        byte[] drawer = Files.readAllBytes(region.options().places().getFirst().resolve("drawer-00.keys"));
        assertThat(copy).isNotEmpty();
        // Then
        assertThat(opened(file, row, head, drawer)).isZero();
        // Negative control: with the real keys anywhere in the file the same attack opens
        Secret secret = Secret.random(new SecureRandom());
        byte[] planted = new RecordKey(
                        CopiedRegion.CIPHER,
                        secret,
                        Owner.installation(Fixture.REGION),
                        "policy",
                        1,
                        new SecureRandom())
                .seal("p1", 1, CopiedRegion.TEXT);
        ByteArrayOutputStream leaking = new ByteArrayOutputStream();
        leaking.writeBytes(file);
        leaking.writeBytes(secret.bytes());
        leaking.write(7);
        assertThat(opened(leaking.toByteArray(), planted, head, drawer)).isEqualTo(1);
    }

    /** How many of the sealed things open when every 64 bytes of the file, and every 32 bytes twice, are tried as keys. */
    private static int opened(byte[] file, byte[] row, byte[] head, byte[] drawer) {
        List<byte[]> keys = new ArrayList<>();
        for (int at = 0; at + 32 <= file.length; at++) {
            byte[] half = Arrays.copyOfRange(file, at, at + 32);
            byte[] twice = Arrays.copyOf(half, 64);
            System.arraycopy(half, 0, twice, 32, 32);
            keys.add(twice);
            if (at + 64 <= file.length) {
                keys.add(Arrays.copyOfRange(file, at, at + 64));
            }
        }
        int opened = 0;
        byte[] wrappedHead = Arrays.copyOfRange(head, 6 + 7 + 32, head.length - 4);
        byte[] drawerKey = Arrays.copyOfRange(drawer, 18, 135);
        for (byte[] key : keys) {
            opened += opens(key, "policy", 1, "p1", 1, row);
            opened += opens(key, "keys/head", 0, "head", 2, wrappedHead);
            opened += opens(
                    key,
                    "keys/drawer",
                    0,
                    "0/0",
                    java.nio.ByteBuffer.wrap(drawer).getLong(6),
                    drawerKey);
        }
        return opened;
    }

    private static int opens(byte[] key, String table, int epoch, String id, long version, byte[] sealed) {
        try {
            new RecordKey(
                            CopiedRegion.CIPHER,
                            Secret.of(key),
                            Owner.installation(Fixture.REGION),
                            table,
                            epoch,
                            new SecureRandom())
                    .open(id, version, sealed);
            return 1;
        } catch (SekishoException | IllegalArgumentException | IllegalStateException e) {
            // The last: the MAC key was right and the encryption key was not.
            return 0;
        }
    }
}
