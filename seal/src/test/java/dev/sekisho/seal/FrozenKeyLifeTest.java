package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The formats that came with the life of keys open for ever, or until a release note ends them. */
class FrozenKeyLifeTest {
    @TempDir
    Path folder;

    @BeforeEach
    void unpack() throws IOException {
        try (InputStream in = Objects.requireNonNull(FrozenKeyLifeTest.class.getResourceAsStream("formats-2.zip"));
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
    void everyFormatOpens(CipherChoice cipher) throws IOException {
        try (Vault vault = Vaults.open(FreezeKeyLife.options(folder, cipher))) {
            CustomerVault once = vault.of(FreezeFormats.SCOPE);
            assertThat(once.open(FreezeFormats.ROW, read("once"))).isEqualTo(FreezeFormats.TEXT);
            assertThat(vault.of(FreezeKeyLife.TWICE).open(FreezeFormats.ROW, read("twice")))
                    .isEqualTo(FreezeFormats.TEXT);
            assertThat(vault.installation().open(FreezeFormats.ROW, read("own")))
                    .isEqualTo(FreezeFormats.TEXT);
            byte[] held = read("held");
            SegmentReader reader = once.openHeld(
                    FreezeKeyLife.HOLD,
                    Id128.of(Arrays.copyOf(held, 16)),
                    FreezeFormats.DAY,
                    new ArraySource(Arrays.copyOfRange(held, 16, held.length)));
            byte[] content = new byte[Math.toIntExact(reader.size())];
            reader.read(0, content, 0, content.length);
            assertThat(content).isEqualTo(FreezeFormats.content());
            assertThat(vault.life().status().wrappedTwice()).isEqualTo(1);
            assertThat(vault.places()).allMatch(place -> place.detail().isEmpty());
        }
    }

    @Test
    void withoutTheServicesItStaysClosed() throws IOException {
        VaultOptions options = FreezeKeyLife.options(folder, CipherChoice.AUTO);
        byte[] row = read("twice");
        assertThatThrownBy(() -> Vaults.open(options.withServices(Optional.empty(), KeyServices.NONE)))
                .isInstanceOf(SekishoException.class);
        try (Vault vault = Vaults.open(options.withServices(options.root(), KeyServices.NONE))) {
            assertThatThrownBy(() -> vault.of(FreezeKeyLife.TWICE).open(FreezeFormats.ROW, row))
                    .isInstanceOf(SekishoException.class);
        }
    }

    private byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }
}
