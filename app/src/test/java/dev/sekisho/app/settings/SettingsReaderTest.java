package dev.sekisho.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
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

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sekisho.yaml"), text);
    }
}
