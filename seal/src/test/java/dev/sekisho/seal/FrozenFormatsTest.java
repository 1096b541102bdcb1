package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an earlier release sealed must open for ever, or until its suite is retired in a release note. */
class FrozenFormatsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = Objects.requireNonNull(FrozenFormatsTest.class.getResourceAsStream("formats-1.zip"));
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        Files.setPosixFilePermissions(folder.resolve("root/root.key"), PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @EnumSource(CipherChoice.class)
    void everyFormatOfTheFirstReleaseOpens(CipherChoice cipher) throws IOException {
        try (Vault vault = Vaults.open(FreezeFormats.options(folder, cipher))) {
            CustomerVault customer = vault.of(FreezeFormats.SCOPE);
            assertThat(customer.open(FreezeFormats.ROW, read("row"))).isEqualTo(FreezeFormats.TEXT);
            byte[] frame = read("frame");
            assertThat(customer.logKey(id(frame)).orElseThrow().open(42, rest(frame)))
                    .isEqualTo(FreezeFormats.TEXT);
            byte[] segment = read("segment");
            SegmentReader reader = customer.openSegment(id(segment), FreezeFormats.DAY, new ArraySource(rest(segment)));
            byte[] content = new byte[Math.toIntExact(reader.size())];
            reader.read(0, content, 0, content.length);
            assertThat(content).isEqualTo(FreezeFormats.content());
            assertThat(customer.openIdentity(FreezeFormats.PERSON, 3, read("identity")))
                    .isEqualTo(FreezeFormats.TEXT);
            assertThat(customer.blindIndex("people.login", FreezeFormats.TEXT)).isEqualTo(read("blind-index"));
            InstallationVault installation = vault.installation();
            assertThat(installation.mac("credential", FreezeFormats.TEXT)).isEqualTo(read("mac"));
            assertThat(installation.verify("receipt", FreezeFormats.TEXT, read("signature")))
                    .isTrue();
            assertThat(installation.sign("receipt", FreezeFormats.TEXT)).isEqualTo(read("signature"));
            assertThat(installation.open(FreezeFormats.ROW, read("installation-row")))
                    .isEqualTo(FreezeFormats.TEXT);
            assertThat(vault.places())
                    .allMatch(place -> place.healthy() && place.detail().isEmpty());
        }
    }

    @Test
    void theFrozenReceiptsHoldAndAreMadeTheSameAgain() throws IOException {
        byte[] frozen;
        try (InputStream in = Objects.requireNonNull(FrozenFormatsTest.class.getResourceAsStream("receipts-1.json"))) {
            frozen = in.readAllBytes();
        }
        try (Vault vault = Vaults.open(FreezeFormats.options(folder, CipherChoice.JDK_ONLY))) {
            VerificationKey key = new VerificationKey(vault.installation().verificationKey());
            ReceiptFile file = ReceiptFile.read(new ByteArrayInputStream(frozen));
            assertThat(new ReceiptVerifier(key).verify(file).findings()).isEmpty();
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            FreezeReceipts.file(vault.installation()).write(again);
            assertThat(again.toByteArray()).isEqualTo(frozen);
        }
    }

    @Test
    void theFrozenStoreStaysClosedToAnotherPassphrase() throws IOException {
        Files.writeString(folder.resolve("passphrase"), FreezeFormats.PASSPHRASE + "!");
        assertThatThrownBy(() -> Vaults.open(FreezeFormats.options(folder, CipherChoice.AUTO)))
                .isInstanceOf(SekishoException.class);
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    private static Id128 id(byte[] joined) {
        return Id128.of(Arrays.copyOf(joined, 16));
    }

    private static byte[] rest(byte[] joined) {
        return Arrays.copyOfRange(joined, 16, joined.length);
    }
}
