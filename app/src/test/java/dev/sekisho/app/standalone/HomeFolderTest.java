package dev.sekisho.app.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The home folder belongs to the product alone. */
class HomeFolderTest {
    @TempDir
    private Path folder;

    private Path home(String permissions) throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        return Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwx-w----", "rwxrwxrwx"})
    void aFolderThatOthersMayWriteIsRefusedWithTheWayOut(String permissions) throws IOException {
        // Given
        Path home = home(permissions);
        // Then
        assertThatThrownBy(() -> HomeFolder.take(home)).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID);
            assertThat(e.getMessage()).contains("chmod go-w " + home);
        });
        assertThat(home.resolve("lock")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "rwx--x--x", "rwxr-xr-x"})
    void aFolderThatOthersMayOnlyReadIsTaken(String permissions) throws IOException {
        try (HomeFolder taken = HomeFolder.take(home(permissions))) {
            assertThat(taken.resolve("lock")).exists();
        }
    }

    @Test
    void aFolderThatIsMadeIsClosedToOthers() throws IOException {
        Path made = folder.resolve("made");
        try (HomeFolder taken = HomeFolder.take(made)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(taken.path())))
                    .isEqualTo("rwx--x--x");
        }
    }

    @Test
    void nothingStartsWhereARestoreWasCutOffButAnotherRestore() throws IOException {
        // Given
        Path home = folder.resolve("home");
        try (HomeFolder cut = HomeFolder.takeForRestore(home)) {
            cut.beginRestore();
            Files.createDirectory(home.resolve("keys"));
        }
        // Then
        assertThatThrownBy(() -> HomeFolder.take(home))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("run sekisho restore again");
        // When
        try (HomeFolder again = HomeFolder.takeForRestore(home)) {
            again.beginRestore();
            again.endRestore();
        }
        // Then
        HomeFolder.take(home).close();
        try (HomeFolder full = HomeFolder.takeForRestore(home)) {
            assertThatThrownBy(full::beginRestore).hasMessageContaining("is not empty");
        }
    }
}
