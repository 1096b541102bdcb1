package dev.sekisho.seal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyService.EncryptionContext;
import dev.sekisho.seal.vault.TransitServer.Mood;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransitServiceTest {
    private static final EncryptionContext CONTEXT = new EncryptionContext("jp-east", "00ff", "root");
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final TransitServer server = new TransitServer("root");

    @SuppressWarnings("NullAway.Init")
    private TransitService service;

    @BeforeEach
    void connect() {
        service = TransitService.of(server.options(folder));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whatWasWrappedIsUnwrappedInTheSameContextAlone() {
        // Given
        byte[] wrapped = service.wrap(CONTEXT, SECRET);
        // Then
        assertThat(new String(wrapped, StandardCharsets.US_ASCII)).startsWith("vault:v1:");
        assertThat(service.unwrap(CONTEXT, wrapped)).isEqualTo(SECRET);
        refused("400", () -> service.unwrap(new EncryptionContext("jp-west", "00ff", "root"), wrapped));
        refused("400", () -> service.unwrap(new EncryptionContext("jp-east", "00fe", "root"), wrapped));
        refused("400", () -> service.unwrap(new EncryptionContext("jp-east", "00ff", "customer"), wrapped));
        assertThat(server.contexts()).anyMatch(context -> context.contains("jp-east") && context.contains("00ff"));
    }

    @Test
    void aNewVersionWrapsTheNewAndTheOldOpensUntilItIsForgotten() {
        // Given
        byte[] old = service.wrap(CONTEXT, SECRET);
        // When
        server.rotate();
        byte[] fresh = service.wrap(CONTEXT, SECRET);
        // Then
        assertThat(new String(fresh, StandardCharsets.US_ASCII)).startsWith("vault:v2:");
        assertThat(service.unwrap(CONTEXT, old)).isEqualTo(service.unwrap(CONTEXT, fresh));
        // When
        server.forgetOldVersions();
        // Then
        refused("400", () -> service.unwrap(CONTEXT, old));
        assertThat(service.unwrap(CONTEXT, fresh)).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @EnumSource(names = {"SEALED", "FORBIDDEN", "SILENT", "DRIPPING", "BABBLING", "ENDLESS"})
    void aServerThatIsNotWellIsOneClearErrorInTime(Mood mood) {
        // Given
        byte[] wrapped = service.wrap(CONTEXT, SECRET);
        server.be(mood);
        // When
        long from = System.nanoTime();
        SekishoException wrapping = refused("", () -> service.wrap(CONTEXT, SECRET));
        SekishoException unwrapping = refused("", () -> service.unwrap(CONTEXT, wrapped));
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(8));
        assertThat(wrapping).hasMessageContaining("The key service root");
        assertThat(String.valueOf(unwrapping.getMessage()))
                .doesNotContain(TransitServer.TOKEN)
                .doesNotContain(new String(wrapped, StandardCharsets.US_ASCII));
        // and the negative control: well again, the same calls succeed
        server.be(Mood.WELL);
        assertThat(service.unwrap(CONTEXT, wrapped)).isEqualTo(SECRET);
    }

    @Test
    void aDeadServerIsTheSameErrorAndIsFoundAgainWhenItIsBack() {
        byte[] wrapped = service.wrap(CONTEXT, SECRET);
        server.die();
        refused("cannot be reached", () -> service.unwrap(CONTEXT, wrapped));
        server.comeBack();
        assertThat(service.unwrap(CONTEXT, wrapped)).isEqualTo(SECRET);
    }

    @Test
    void theTokenIsReadAnewAtEveryRequest() throws IOException {
        byte[] wrapped = service.wrap(CONTEXT, SECRET);
        Path token = folder.resolve("root.token");
        Files.writeString(token, "another");
        refused("403", () -> service.unwrap(CONTEXT, wrapped));
        Files.writeString(token, "");
        refused("holds no token", () -> service.unwrap(CONTEXT, wrapped));
        Files.writeString(token, "two\nlines");
        refused("holds no token", () -> service.unwrap(CONTEXT, wrapped));
        Files.delete(token);
        refused("cannot be read", () -> service.unwrap(CONTEXT, wrapped));
        Files.writeString(token, TransitServer.TOKEN);
        assertThat(service.unwrap(CONTEXT, wrapped)).isEqualTo(SECRET);
    }

    @Test
    void optionsThatWouldSendSecretsInTheClearOrNowhereAreRefused() {
        TransitOptions good = server.options(folder);
        assertThat(good.problem()).isEmpty();
        assertThat(at(good, "http://vault.example:8200").problem()).contains("https");
        assertThat(at(good, "https://vault.example:8200").problem()).isEmpty();
        assertThat(at(good, "https://user:secret@vault.example").problem()).isNotEmpty();
        assertThat(at(good, "nowhere").problem()).isNotEmpty();
        TransitOptions badKey = new TransitOptions(
                "root",
                good.address(),
                "../sys/seal?",
                good.tokenFile(),
                Optional.empty(),
                Optional.empty(),
                good.limit());
        assertThat(badKey.problem()).contains("transit/");
        assertThatThrownBy(() -> TransitService.of(badKey))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID));
    }

    private static TransitOptions at(TransitOptions options, String address) {
        return new TransitOptions(
                options.name(),
                URI.create(address),
                options.key(),
                options.tokenFile(),
                options.ca(),
                options.namespace(),
                options.limit());
    }

    private static SekishoException refused(String text, ThrowingCallable call) {
        SekishoException[] caught = new SekishoException[1];
        assertThatThrownBy(call).isInstanceOfSatisfying(SekishoException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_SERVICE_UNAVAILABLE);
            assertThat(e).hasMessageContaining(text);
            caught[0] = e;
        });
        return caught[0];
    }
}
