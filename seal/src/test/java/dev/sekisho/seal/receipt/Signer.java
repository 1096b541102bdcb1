package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An installation that signs, in a temporary folder. */
final class Signer implements AutoCloseable {
    static final Region REGION = new Region("jp-east");
    static final Instant TIME = Instant.parse("2026-11-22T10:00:00.250Z");
    private final Vault vault;

    Signer(Path folder) {
        this.vault = Vaults.open(new VaultOptions(
                REGION,
                List.of(folder.resolve("one"), folder.resolve("two")),
                folder.resolve("root").resolve("root.key"),
                Optional.empty(),
                CipherChoice.JDK_ONLY,
                InstantSource.system()));
    }

    InstallationVault installation() {
        return vault.installation();
    }

    VerificationKey key() {
        return new VerificationKey(installation().verificationKey());
    }

    static Statement statement(int day) {
        return new Statement(
                ReceiptKind.RETENTION_DAY,
                new TreeMap<>(Map.of("days", "2026-05-%02d".formatted(day), "events", "1,234")),
                List.of("H1"),
                "job:lake.retention",
                "Ask for events of these days: none is found (記録なし).");
    }

    /** A link after {@code before}, or the first. */
    Receipt link(Optional<Receipt> before, String subject, Statement statement, Instant time) {
        long number = before.map(Receipt::number).orElse(0L) + 1;
        return Receipt.signed(
                installation(),
                new Id128(5, number),
                REGION,
                subject,
                number,
                before.map(Receipt::hash).orElseGet(Receipt::beginning),
                time,
                "sekisho test",
                statement);
    }

    List<Receipt> chain(int links) {
        List<Receipt> chain = new ArrayList<>();
        for (int i = 1; i <= links; i++) {
            Optional<Receipt> before = chain.isEmpty() ? Optional.empty() : Optional.of(chain.getLast());
            chain.add(link(before, "installation", statement(i), TIME.plusSeconds(i)));
        }
        return chain;
    }

    ReceiptFile file(List<Receipt> receipts) {
        return new ReceiptFile(key(), receipts, Optional.empty());
    }

    @Override
    public void close() {
        vault.close();
    }
}
