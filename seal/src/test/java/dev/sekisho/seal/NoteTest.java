package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
    @TempDir
    private Path folder;

    @Test
    void aNoteSurvivesARestartInTheNewestFormAndLabelsAreApart() {
        // Given
        try (Vault vault = open()) {
            vault.installation().note("ledger", new byte[] {1});
            vault.installation().note("ledger", new byte[] {2, 3});
            vault.installation().note("other", new byte[0]);
        }
        // When
        try (Vault vault = open()) {
            // Then
            assertThat(vault.installation().noted("ledger").orElseThrow()).containsExactly(2, 3);
            assertThat(vault.installation().noted("other").orElseThrow()).isEmpty();
            assertThat(vault.installation().noted("nothing")).isEmpty();
            assertThatThrownBy(() -> vault.installation().note("long", new byte[1025]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Vault open() {
        return Vaults.open(new VaultOptions(
                new Region("lab"),
                List.of(folder.resolve("a"), folder.resolve("b")),
                folder.resolve("root/root.key"),
                Optional.empty(),
                CipherChoice.AUTO,
                InstantSource.system()));
    }
}
