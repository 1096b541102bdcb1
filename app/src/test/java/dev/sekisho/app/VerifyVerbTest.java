package dev.sekisho.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.seal.xts.CipherChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyVerbTest {
    private static final Region REGION = new Region("jp-east");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path receipts;
    private Path pem;
    private Path hex;
    private VerificationKey key;

    @BeforeEach
    void signSevenLinks() throws IOException {
        try (Vault vault = Vaults.open(new VaultOptions(
                REGION,
                List.of(folder.resolve("one"), folder.resolve("two")),
                folder.resolve("root").resolve("root.key"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                InstantSource.system()))) {
            key = new VerificationKey(vault.installation().verificationKey());
            receipts = write("receipts.json", new ReceiptFile(key, chain(vault.installation(), 7), Optional.empty()));
        }
        pem = Files.writeString(folder.resolve("key.pem"), key.pem());
        hex = Files.writeString(folder.resolve("key.hex"), key.hex());
    }

    private static List<Receipt> chain(InstallationVault vault, int links) {
        List<Receipt> chain = new ArrayList<>();
        for (int number = 1; number <= links; number++) {
            chain.add(Receipt.signed(
                    vault,
                    new Id128(1, number),
                    REGION,
                    "installation",
                    number,
                    chain.isEmpty() ? Receipt.beginning() : chain.getLast().hash(),
                    Instant.ofEpochSecond(1_800_000_000L + number),
                    "sekisho test",
                    new Statement(
                            ReceiptKind.RETENTION_DAY,
                            new TreeMap<>(Map.of("days", "2026-05-0" + number)),
                            List.of("H1"),
                            "job:lake.retention",
                            "Ask for events of the day.")));
        }
        return chain;
    }

    private Path write(String name, ReceiptFile file) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream stream = Files.newOutputStream(path)) {
            file.write(stream);
        }
        return path;
    }

    private int verify(Object... arguments) {
        out.reset();
        err.reset();
        List<String> texts = new ArrayList<>(List.of("verify"));
        for (Object argument : arguments) {
            texts.add(argument.toString());
        }
        return Main.run(
                texts,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void receiptsThatHoldGiveZeroAndSayWhatThatRestsOnAndWhatItCannotShow() {
        for (List<Object> arguments :
                List.<List<Object>>of(List.of(receipts, "--key", pem), List.of("--key", hex, receipts))) {
            assertThat(verify(arguments.toArray())).isZero();
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .startsWith("holds:")
                    .contains("Signed by key " + key.fingerprint(), "Chain of 7 links unbroken", "cannot show")
                    .contains("retention-day  about installation, stated by job:lake.retention");
        }
    }

    @Test
    void aChangedFactGivesOneAndTheLink() throws IOException {
        Path changed = Files.writeString(
                folder.resolve("changed.json"), Files.readString(receipts).replace("2026-05-03", "2026-05-30"));
        assertThat(verify(changed, "--key", pem)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("does not hold:")
                .contains("link 3: The signature does not hold", "link 4: It does not hold the hash")
                .doesNotContain("unbroken");
        // without a key it is seen as well
        assertThat(verify(changed)).isEqualTo(1);
    }

    @Test
    void withoutAKeyNothingIsEverShownToHold() {
        assertThat(verify(receipts)).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Compare the fingerprint", key.fingerprint())
                .doesNotContain("holds:");
    }

    @Test
    void receiptsOfAForgerWithAKeyOfHisOwnGiveOneUnderTheRealKeyAndTwoWithout() throws IOException {
        // Given
        Path forged;
        try (Vault vault = Vaults.open(new VaultOptions(
                REGION,
                List.of(folder.resolve("three"), folder.resolve("four")),
                folder.resolve("forger").resolve("root.key"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                InstantSource.system()))) {
            VerificationKey own = new VerificationKey(vault.installation().verificationKey());
            forged = write("forged.json", new ReceiptFile(own, chain(vault.installation(), 2), Optional.empty()));
        }
        // Then
        assertThat(verify(forged, "--key", pem)).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("The file names another key");
        assertThat(verify(forged)).isEqualTo(2);
    }

    @Test
    void whatCannotBeCheckedGivesTwoAndSaysWhy() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path newer = Files.writeString(
                folder.resolve("newer.json"), Files.readString(receipts).replace("receipts/1", "receipts/2"));
        assertThat(verify(folder.resolve("missing"), "--key", pem)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no file");
        assertThat(verify(receipts, "--key", folder.resolve("missing"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("There is no file");
        assertThat(verify(text, "--key", pem)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not a file of receipts (line 1)");
        assertThat(verify(newer, "--key", pem)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("a newer build may read it");
        assertThat(verify(receipts, "--key", text)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("not a public key");
        assertThat(verify(folder, "--key", pem)).isEqualTo(2);
        for (Object[] arguments : new Object[][] {
            {}, {"--key"}, {"--key", pem}, {receipts, pem}, {receipts, "--key"}, {receipts, receipts, "--key", pem}
        }) {
            assertThat(verify(arguments)).isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("usage: sekisho verify");
        }
    }
}
