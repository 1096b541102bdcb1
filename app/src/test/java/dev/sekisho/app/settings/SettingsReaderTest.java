package dev.sekisho.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyCopyPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyFileGivesEveryDefault() throws IOException {
        // When
        Settings settings = SettingsReader.read(file(""), Optional.empty());
        // Then
        assertThat(settings.home()).isEqualTo(folder.resolve("data"));
        assertThat(settings.gateway().listeners()).singleElement().satisfies(listener -> {
            assertThat(listener.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(listener.address().getPort()).isEqualTo(8080);
        });
        assertThat(settings.keys().rootFile()).isEqualTo(folder.resolve("data-root.key"));
        assertThat(settings.keys().copies()).containsExactly(folder.resolve("data-keys"));
    }

    @Test
    void everyProblemIsNamedAtOnceWithItsKey() throws IOException {
        // Given
        Path file = file("""
                hoem: data
                regions: [{name: "Not A Name", colour: red}]
                gateway:
                  listen: ["localhost:8080", {address: "127.0.0.1:70000"}]
                  allowDestinations: ["10.0.0.0/40"]
                  names: missing.txt
                lake: {storage: "s3://bucket", durabilityMs: 0}
                keys: {root: {file: data/root.key}}
                inspect: {clamd: "/run/clamd"}
                control: {database: "mysql://x"}
                """);
        // Then
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty()))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
                .hasMessageContainingAll(
                        "hoem: there is no such key",
                        "regions[0].name",
                        "regions[0].colour",
                        "gateway.listen[0]",
                        "gateway.listen[1].address",
                        "gateway.allowDestinations",
                        "gateway.names",
                        "lake.storage",
                        "lake.durabilityMs",
                        "keys.root.file",
                        "inspect.clamd",
                        "control.database");
    }

    @Test
    void brokenYamlIsOneClearError() throws IOException {
        Path file = file("gateway: [unclosed");
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty())).hasMessageContaining("not valid YAML");
    }

    @Test
    void listenersTakeBothFamiliesAndTheLongForm() throws IOException {
        // Given
        Path file = file("gateway: {listen: ['[::1]:3128', {address: '127.0.0.1:3129', tls: true}]}");
        // When
        Settings settings = SettingsReader.read(file, Optional.empty());
        // Then
        assertThat(settings.gateway().listeners())
                .extracting(listener -> listener.address().getPort() + "/" + listener.tls())
                .containsExactly("3128/false", "3129/true");
    }

    @Test
    void targetsAndKeyCopiesAreReadWithTheirPlaces() throws IOException {
        // When
        Settings settings = SettingsReader.read(file("""
                keys: {dailyCopies: [{copies: /mnt/a/copies, keys: copy-keys}]}
                backup:
                  targets:
                    - {name: first, place: tokyo, folder: /mnt/b}
                    - {name: second, place: osaka, folder: target-2}
                """), Optional.empty());
        // Then
        assertThat(settings.keys().dailyCopies())
                .containsExactly(new KeyCopyPlace(Path.of("/mnt/a/copies"), folder.resolve("copy-keys")));
        assertThat(settings.backupTargets())
                .containsExactly(
                        new Settings.BackupTarget("first", "tokyo", Path.of("/mnt/b")),
                        new Settings.BackupTarget("second", "osaka", folder.resolve("target-2")));
        assertThat(settings.rehearsingBackups()).isSameAs(settings);
    }

    @Test
    void noFolderOfBackupsLiesInAnotherOrWithDataOrKeys() throws IOException {
        // Given
        Path file = file("""
                home: data
                keys:
                  copies: [more-keys]
                  dailyCopies: [{copies: data/copies, keys: copy-keys, when: daily}]
                backup:
                  every: hour
                  targets:
                    - {name: first, place: tokyo, folder: more-keys/sets}
                    - {name: first, place: Tokyo, folder: target}
                    - {name: third, folder: target/deeper}
                    - {name: fourth, place: osaka, folder: copy-keys}
                    - {name: fifth, place: osaka, folder: data}
                    - {name: sixth, place: osaka, folder: .}
                    - target-7
                """);
        // Then
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty()))
                .hasMessageContainingAll(
                        "keys.dailyCopies[0].copies: " + folder.resolve("data/copies") + " must lie apart from home",
                        "keys.dailyCopies[0].when: there is no such key",
                        "backup.every: there is no such key",
                        "backup.targets[0].folder: " + folder.resolve("more-keys/sets")
                                + " must lie apart from a place of the key store",
                        "backup.targets[1].name: two targets are called first",
                        "backup.targets[1].place: 1 to 32 small letters",
                        "backup.targets[2].place: 1 to 32 small letters",
                        "backup.targets[2].folder: " + folder.resolve("target/deeper")
                                + " must lie apart from backup.targets[1].folder",
                        "backup.targets[3].folder: " + folder.resolve("copy-keys")
                                + " must lie apart from keys.dailyCopies[0].keys",
                        "backup.targets[4].folder: " + folder.resolve("data") + " must lie apart from home",
                        "backup.targets[5].folder: " + folder + " must lie apart from the root key",
                        "backup.targets[6]: a mapping of keys and values is expected");
    }

    @Test
    void setsWithoutCopiesOfTheirKeysAreRefused() throws IOException {
        // Given
        Path file = file("backup: {targets: [{name: first, place: tokyo, folder: target}]}");
        // Then
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty()))
                .hasMessageContaining("keys.dailyCopies: backup.targets need a place for copies of the key store");
    }

    @Test
    void aRehearsalHasBackupsBesideItsHome() throws IOException {
        // When
        Settings settings = SettingsReader.read(file(""), Optional.empty()).rehearsingBackups();
        // Then
        assertThat(settings.backupTargets())
                .extracting(target -> target.folder().orElseThrow())
                .containsExactly(folder.resolve("data-backup-1"), folder.resolve("data-backup-2"));
        assertThat(settings.backupTargets())
                .extracting(Settings.BackupTarget::place)
                .doesNotHaveDuplicates();
        assertThat(settings.keys().dailyCopies()).hasSize(1);
    }

    @Test
    void aTargetMayBeAKeeperOnAnotherMachine() throws IOException {
        // When
        Settings settings = SettingsReader.read(file("""
                        keys: {dailyCopies: [{copies: /mnt/k1, keys: /mnt/k2}]}
                        backup:
                          targets:
                            - {name: far, place: osaka, keeper: "https://keeper.example:9555", certificate: keeper.pem, token: token}
                        """), Optional.empty());
        // Then
        assertThat(settings.backupTargets())
                .extracting(Settings.BackupTarget::store)
                .containsExactly(new Settings.BackupStore.Keeper(
                        java.net.URI.create("https://keeper.example:9555"),
                        folder.resolve("keeper.pem"),
                        folder.resolve("token")));
    }

    @Test
    void whatIsWrongWithAKeeperIsSaidAllAtOnce() throws IOException {
        // Given
        Path file = file("""
                keys: {dailyCopies: [{copies: /mnt/k1, keys: /mnt/k2}]}
                backup:
                  targets:
                    - {name: far, place: osaka, keeper: "http://keeper.example", folder: /mnt/both}
                """);
        // When, Then
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty()))
                .hasMessageContaining("backup.targets[0].keeper: a target is a folder or a keeper, not both")
                .hasMessageContaining("backup.targets[0].keeper: https://HOST:PORT is expected")
                .hasMessageContaining("backup.targets[0].certificate: ")
                .hasMessageContaining("backup.targets[0].token: ");
    }

    @Test
    void onlyARestoreMayStartWithoutItsLists() throws IOException {
        // Given
        Path file = file("lists: {folder: gone}");
        // Then
        assertThat(SettingsReader.readForRestore(file).lists()).contains(folder.resolve("gone"));
        assertThatThrownBy(() -> SettingsReader.read(file, Optional.empty())).hasMessageContaining("lists.folder");
    }

    @Test
    void everyKeyOfBackupsIsDocumented() throws IOException {
        // Given
        Path root = Path.of(System.getProperty("sekisho.root", "..")).toAbsolutePath();
        String page = Files.readString(root.resolve("docs/configuration.md"));
        // Then
        for (String key : new String[] {"keys.dailyCopies", "backup.targets"}) {
            assertThat(page).contains("| `" + key + "` |");
        }
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sekisho.yaml"), text);
    }
}
