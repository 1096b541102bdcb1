package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the frozen receipts: a chain of two, signed by the installation of {@link FreezeFormats}. Run by hand when the form gets a
 * new number, into a new file; an old file never changes, because auditors hold such files.
 */
final class FreezeReceipts {
    private FreezeReceipts() {}

    /** Ed25519 signs the same bytes the same way, so these receipts can be made again. */
    static ReceiptFile file(InstallationVault vault) {
        Receipt first = Receipt.signed(
                vault,
                new Id128(0x72, 1),
                Fixture.REGION,
                "0000000000000E0000000000D1",
                1,
                Receipt.beginning(),
                Instant.parse("2026-02-01T00:00:05Z"),
                "sekisho 0.1.0",
                new Statement(
                        ReceiptKind.RETENTION_DAY,
                        new TreeMap<>(Map.of("days", "2026-01-31", "events", "12")),
                        List.of("H1"),
                        "job:lake.retention",
                        "Ask for events of the day: none is found."));
        Receipt second = Receipt.signed(
                vault,
                new Id128(0x72, 2),
                Fixture.REGION,
                first.subject(),
                2,
                first.hash(),
                Instant.parse("2026-02-02T00:00:05.001Z"),
                "sekisho 0.1.0",
                new Statement(
                        ReceiptKind.PERSON_ERASED,
                        new TreeMap<>(Map.of("person", FreezeFormats.PERSON.toString(), "note", "関所 \"1\"")),
                        List.of("H4", "H5"),
                        "operator:" + FreezeFormats.PERSON,
                        "Ask for the token: nothing carries it."));
        return new ReceiptFile(new VerificationKey(vault.verificationKey()), List.of(first, second), Optional.empty());
    }

    /** Arguments: the folder with the unpacked frozen formats, the file to write. */
    public static void main(String[] arguments) throws IOException {
        try (Vault vault = Vaults.open(
                        FreezeFormats.options(Path.of(arguments[0]), dev.sekisho.seal.xts.CipherChoice.JDK_ONLY));
                OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
            file(vault.installation()).write(out);
        }
    }
}
