package dev.sekisho.app.standalone;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.kernel.time.MovableClock;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.Records;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.Trust;
import dev.sekisho.trust.TrustOptions;
import dev.sekisho.trust.Trusts;
import dev.sekisho.trust.backup.LedgerInTargets;
import dev.sekisho.trust.backup.Target;
import dev.sekisho.trust.clock.BelievedTime;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.erasure.ErasureOptions;
import dev.sekisho.trust.erasure.KeyStoreAnchor;
import dev.sekisho.trust.erasure.LedgerHead;
import dev.sekisho.trust.erasure.LedgerReplay;
import dev.sekisho.trust.mail.MailboxOptions;
import dev.sekisho.trust.receipt.SealedReceiptBook;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The trust engine of the same process, in two steps: the ledger of erasures is applied to the keys before records and lake are
 * opened, to everything else before anybody is served.
 */
final class TrustSide {
    private static final Actor.Job ACTOR = new Actor.Job("trust.erasure-replay");
    private static final String LEDGER = ".erasures";

    private final Region region;
    private final Vault vault;
    private final ScopeIssuer issuer;
    private final ErasureLedger ledger;
    private final Optional<MailboxOptions> mailbox;
    private final List<Target> targets;
    private final LedgerInTargets inTargets;
    private final BelievedTime believed = new BelievedTime();

    private TrustSide(
            Region region,
            Vault vault,
            ScopeIssuer issuer,
            ErasureLedger ledger,
            Optional<MailboxOptions> mailbox,
            List<Target> targets) {
        this.region = region;
        this.vault = vault;
        this.issuer = issuer;
        this.ledger = ledger;
        this.mailbox = mailbox;
        this.targets = targets;
        this.inTargets = new LedgerInTargets(targets, ledger::lines);
    }

    /**
     * Opens the ledger and destroys again what an old copy of the key store brought back.
     *
     * @param clock by which targets of backups tell how old something is
     */
    static TrustSide first(Settings settings, Region region, Vault vault, ScopeIssuer issuer, InstantSource clock) {
        ErasureLedger ledger = ErasureLedger.open(ledgerFiles(settings), vault.installation());
        ledger.anchor(new KeyStoreAnchor(vault.installation()));
        TrustSide side =
                new TrustSide(region, vault, issuer, ledger, settings.mailbox(), BackupTargets.of(settings, clock));
        if (!side.targets.isEmpty()) {
            ledger.anchor(side.inTargets);
        }
        var ignored = new LedgerReplay(ledger, vault, side::scope).keys();
        return side;
    }

    /** Beside the root key and beside every copy of the key store: never within home, which backups hold. */
    static List<Path> ledgerFiles(Settings settings) {
        List<Path> files = new ArrayList<>();
        files.add(beside(settings.keys().rootFile()));
        settings.keys().copies().forEach(copy -> files.add(beside(copy)));
        return files;
    }

    private static Path beside(Path path) {
        return path.resolveSibling(path.getFileName() + LEDGER);
    }

    /** The time by which events are dropped and deleted: nothing is before the engine believes the clock. */
    InstantSource believed() {
        return believed;
    }

    /** Opens the engine over the other parts. */
    Trust open(Records records, Lake lake, Directory directory, InstantSource dataClock, boolean laboratory) {
        return Trusts.open(new TrustOptions(
                records,
                vault,
                lake,
                directory,
                receipts(records, dataClock),
                ledger,
                this::scope,
                ErasureOptions.standard(),
                mailbox,
                dataClock,
                laboratory,
                believed));
    }

    /** Receipts of this build. */
    SealedReceiptBook receipts(Records records, InstantSource dataClock) {
        return new SealedReceiptBook(records, vault, region, dataClock, build());
    }

    /** What makes scopes for the engine's own work. */
    ScopeIssuer issuer() {
        return issuer;
    }

    /** Where backup sets go. */
    List<Target> targets() {
        return targets;
    }

    /** The erasure ledger's part in them. */
    LedgerInTargets ledgerInTargets() {
        return inTargets;
    }

    /** How far the erasure ledger goes. */
    LedgerHead ledgerHead() {
        return ledger.head();
    }

    /**
     * A laboratory whose clock was moved goes on from there: its data lives in that time, and receipts are not signed by an earlier
     * one. The clock was noted a little before the end, so it begins a little later than it was noted.
     */
    static void goOn(MovableClock clock, Records records) {
        ClockGuard.mark(records.installation())
                .filter(mark -> mark.isAfter(clock.instant()))
                .ifPresent(mark -> clock.moveTo(mark.plus(ClockGuard.NOTED)));
    }

    private CustomerScope scope(CustomerId customer) {
        return issuer.issue(customer, ACTOR, Purpose.SERVICE);
    }

    static String build() {
        String version = TrustSide.class.getPackage().getImplementationVersion();
        return "sekisho " + (version == null ? "(from classes)" : version);
    }
}
