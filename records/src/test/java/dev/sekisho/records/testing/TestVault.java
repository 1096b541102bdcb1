package dev.sekisho.records.testing;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Real keys of the region {@code lab}, in a temporary folder. */
public final class TestVault {
    private TestVault() {}

    /** Keys in a folder of their own. */
    public static Vault open() {
        try {
            return open(Files.createTempDirectory("sekisho-keys-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keys below {@code folder}. */
    public static Vault open(Path folder) {
        folder.toFile().deleteOnExit();
        return Vaults.open(new VaultOptions(
                new Region("lab"),
                List.of(folder.resolve("keys"), folder.resolve("copies")),
                folder.resolve("root/root.key"),
                Optional.empty(),
                CipherChoice.AUTO,
                InstantSource.system()));
    }
}
