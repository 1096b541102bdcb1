package dev.sekisho.app.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.app.Verb;
import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.keys.KeysVerb;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.backup.BackupVerifierKey;
import dev.sekisho.seal.kit.KitMark;
import dev.sekisho.seal.kit.RecoveryKit;
import dev.sekisho.seal.kit.Share;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupVerbTest {
    private static final Region REGION = new Region("default");

    @TempDir
    Path folder;

    private Path file;
    private String said = "";

    @BeforeEach
    void anInstallationThatDoesNotRun() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        file = Files.writeString(folder.resolve("sekisho.yaml"), """
                home: home
                keys: {dailyCopies: [{copies: key-copies, keys: copy-keys}]}
                backup: {targets: [{name: first, place: tokyo, folder: target}]}
                """);
        open().close();
    }

    @Test
    void wrongWordsAreAnsweredWithTheFormOfTheVerb() throws Exception {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("prune"),
                List.of("list"),
                List.of("list", "--target", "a", "--config", "b"),
                List.of("list", "--target"),
                List.of("list", "--target", "a", "b"),
                List.of("list", "--target", "a", "--target", "b"),
                List.of("verify", "--target", "a"),
                List.of("verify", "--key", "a"),
                List.of("key"),
                List.of("make", "--out", "a"))) {
            assertThat(run(new BackupVerb(), wrong)).as("%s", wrong).isEqualTo(2);
        }
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("--config", "a"),
                List.of("--kit", "a"),
                List.of("--config", "a", "--kit", "b", "--root", "c"),
                List.of("--config", "a", "--kit"))) {
            assertThat(run(new RestoreVerb(), wrong)).as("%s", wrong).isEqualTo(2);
        }
    }

    @Test
    void theVerifiersKeyIsForItsOwnerAloneAndReplacesNoFile() throws Exception {
        // Given
        Path key = folder.resolve("verifier.key");
        List<String> words = List.of("key", "--out", key.toString(), "--config", file.toString());
        // When
        assertThat(run(new BackupVerb(), words)).isZero();
        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(BackupVerifierKey.read(Files.readAllBytes(key)).region()).isEqualTo(REGION);
        refused(ErrorCode.CONFLICT, () -> run(new BackupVerb(), words));
    }

    @Test
    void anEmptyTargetHoldsNothingAndAMissingOneCannotBeChecked() throws Exception {
        // Given
        Path key = folder.resolve("verifier.key");
        assertThat(run(new BackupVerb(), List.of("key", "--out", key.toString(), "--config", file.toString())))
                .isZero();
        Path target = folder.resolve("target");
        // Then
        assertThat(verify(target, key)).isEqualTo(2);
        Files.createDirectories(target.resolve("sets"));
        assertThat(verify(target, key)).isEqualTo(1);
        Files.writeString(target.resolve("sets/000000000001-0.set"), "no manifest");
        assertThat(verify(target, key)).isEqualTo(1);
        assertThat(said).contains("MANIFEST_DAMAGED sets/000000000001-0.set");
        assertThat(run(new BackupVerb(), List.of("list", "--config", file.toString())))
                .isEqualTo(1);
        assertThat(said).contains("damaged: sets/000000000001-0.set");
        refused(ErrorCode.INVALID_INPUT, () -> verify(target, file));
        refused(
                ErrorCode.INVALID_INPUT,
                () -> run(
                        new BackupVerb(),
                        List.of(
                                "verify",
                                "--target",
                                target.toString(),
                                "--key",
                                key.toString(),
                                "--expect",
                                "1:abcd")));
    }

    @Test
    void theKitBringsTheRootBackAndIsNotedAndNeverLiesWithDataOrKeys() throws Exception {
        // When
        assertThat(kit("3", "2", folder.resolve("kit"))).isZero();
        // Then
        List<Share> shares = new ArrayList<>();
        for (int number : new int[] {3, 1}) {
            Path share = folder.resolve("kit/share-" + number + "-of-3.txt");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(share)))
                    .isEqualTo("rw-------");
            shares.add(RecoveryKit.parse(Files.readString(share)));
        }
        assertThat(RecoveryKit.join(shares)).isEqualTo(Files.readAllBytes(folder.resolve("home-root.key")));
        try (Vault vault = open()) {
            assertThat(KitMark.notedIn(vault.installation())).contains(KitMark.of(shares.getFirst()));
        }
        for (String wrong : List.of("home/kit", "home-keys/kit", "target/kit", "key-copies/kit", "copy-keys")) {
            refused(ErrorCode.INVALID_INPUT, () -> kit("3", "2", folder.resolve(wrong)));
            assertThat(folder.resolve(wrong)).doesNotExist();
        }
        refused(ErrorCode.INVALID_INPUT, () -> kit("3", "1", folder.resolve("kit-of-one")));
        assertThat(folder.resolve("kit-of-one")).doesNotExist();
        refused(ErrorCode.CONFLICT, () -> kit("3", "2", folder.resolve("kit")));
        assertThat(kit("three", "2", folder.resolve("kit-3"))).isEqualTo(2);
    }

    @Test
    void aHomeThatHoldsAnythingIsNotRestoredInto() throws Exception {
        // Given
        byte[] root = Files.readAllBytes(folder.resolve("home-root.key"));
        List<String> words = List.of(
                "--config",
                file.toString(),
                "--root",
                folder.resolve("home-root.key").toString());
        // Then
        refused(ErrorCode.CONFLICT, () -> run(new RestoreVerb(), words));
        refused(ErrorCode.CONFIG_INVALID, () -> run(new RestoreVerb(), concat(words, List.of("--target", "second"))));
        refused(ErrorCode.INVALID_INPUT, () -> run(new RestoreVerb(), concat(words, List.of("--at", "yesterday"))));
        assertThat(folder.resolve("home/restoring")).doesNotExist();
        assertThat(Files.readAllBytes(folder.resolve("home-root.key"))).isEqualTo(root);
        open().close();
    }

    private static List<String> concat(List<String> words, List<String> more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(more);
        return all;
    }

    private int kit(String shares, String threshold, Path out) throws Exception {
        return run(
                new KeysVerb(),
                List.of(
                        "kit",
                        "--shares",
                        shares,
                        "--threshold",
                        threshold,
                        "--out",
                        out.toString(),
                        "--lang",
                        "ja",
                        "--config",
                        file.toString()));
    }

    private int verify(Path target, Path key) throws Exception {
        return run(new BackupVerb(), List.of("verify", "--target", target.toString(), "--key", key.toString()));
    }

    private Vault open() {
        Settings settings = SettingsReader.read(file, Optional.empty());
        return Vaults.open(KeyOptions.of(settings, REGION, InstantSource.system()));
    }

    private int run(Verb verb, List<String> words) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = verb.run(words, stream, stream);
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
