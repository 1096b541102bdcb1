package dev.sekisho.app.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.vault.TransitServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysVerbTest {
    private static final Region REGION = new Region("default");
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = {1, 2, 3};
    private final CustomerScope customer = ScopeIssuer.create(REGION).issueForNewCustomer(new Actor.Job("test"));

    @TempDir
    Path folder;

    private byte[] row = new byte[0];
    private String said = "";

    @BeforeEach
    void anInstallationThatDoesNotRun() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        try (Vault vault = open("")) {
            row = vault.create(customer).seal(ROW, TEXT);
        }
    }

    @Test
    void everyRotationKeepsWhatWasSealedAndSaysPlainlyWhatItDid() throws Exception {
        assertThat(run("", "status")).isZero();
        assertThat(said).contains("root:               file (without a passphrase)", "customers:          1", "whole");
        for (String action : List.of("rotate-root", "rotate-region", "rotate-installation", "rewrap", "copies")) {
            assertThat(run("", action)).as(action).isZero();
            assertThat(said).as(action).isNotBlank();
            try (Vault vault = open("")) {
                assertThat(vault.of(customer).open(ROW, row)).as(action).isEqualTo(TEXT);
            }
            assertThat(said)
                    .doesNotContain(HexFormat.of().formatHex(customer.customer().bytes()));
        }
        // and each replacement is noted for the next start, copies and status are not
        try (Vault vault = open("")) {
            assertThat(vault.installation().noted("keys-rotated"))
                    .hasValueSatisfying(note -> assertThat(note).hasSize(1 + 4 * 46));
        }
    }

    @Test
    void theRootMovesToAKeyServiceAndBack() throws Exception {
        try (TransitServer server = new TransitServer("root")) {
            server.options(folder);
            String service = "keys: {root: {vault: {address: '" + server.address()
                    + "', key: transit/root, tokenFile: root.token}}}\n";
            // Given: naming the service alone moves nothing
            refused(ErrorCode.CONFIG_INVALID, () -> open(service).close());
            // When
            assertThat(run(service, "rotate-root", "--to", "vault")).isZero();
            // Then
            assertThat(said).contains("key service root", "holds no secret");
            try (Vault vault = open(service)) {
                assertThat(vault.of(customer).open(ROW, row)).isEqualTo(TEXT);
            }
            refused(ErrorCode.CONFIG_INVALID, () -> open("").close());
            server.rotate();
            assertThat(run(service, "rewrap")).isZero();
            server.be(TransitServer.Mood.SEALED);
            refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> run(service, "status"));
            server.be(TransitServer.Mood.LYING);
            refused(ErrorCode.KEY_STORE_DAMAGED, () -> run(service, "status"));
            server.be(TransitServer.Mood.WELL);
            assertThat(run(service, "rotate-root", "--to", "file")).isZero();
            assertThat(said).contains("Take keys.root.vault out");
        }
        try (Vault vault = open("")) {
            assertThat(vault.of(customer).open(ROW, row)).isEqualTo(TEXT);
        }
    }

    @Test
    void aRunningInstallationAMissingOneAndWrongWordsAreRefused() throws Exception {
        try (Vault running = open("")) {
            refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> run("", "status"));
            assertThat(running.customers()).hasSize(1);
        }
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("rotate"),
                List.of("rotate-customer"),
                List.of("status", "--to", "file"),
                List.of("rotate-root", "--to", "paper"),
                List.of("status", "--home"))) {
            assertThat(new KeysVerb().run(wrong, quiet(), quiet()))
                    .as("%s", wrong)
                    .isEqualTo(2);
        }
        refused(
                ErrorCode.NOT_FOUND,
                () -> new KeysVerb()
                        .run(List.of("status", "--home", folder.resolve("none").toString()), quiet(), quiet()));
    }

    @Test
    void lostKeysOfAHomeWithDataAreNotMadeAnew() throws Exception {
        Files.createDirectories(folder.resolve("home/lake"));
        for (String lost : List.of("home/keys", "home-keys")) {
            try (var files = Files.list(folder.resolve(lost))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        refused(ErrorCode.KEY_STORE_DAMAGED, () -> open("").close());
        Files.delete(folder.resolve("home-root.key"));
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> open("").close());
        refused(ErrorCode.KEY_STORE_UNAVAILABLE, () -> run("", "status"));
        assertThat(folder.resolve("home-root.key")).doesNotExist();
    }

    private Vault open(String configuration) throws IOException {
        Settings settings = SettingsReader.read(file(configuration), Optional.empty());
        return Vaults.open(KeyOptions.of(settings, REGION, InstantSource.system()));
    }

    private int run(String configuration, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", file(configuration).toString()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new KeysVerb().run(all, new PrintStream(out, true, StandardCharsets.UTF_8), quiet());
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private Path file(String configuration) throws IOException {
        return Files.writeString(folder.resolve("sekisho.yaml"), "home: home\n" + configuration);
    }

    private static PrintStream quiet() {
        return new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
