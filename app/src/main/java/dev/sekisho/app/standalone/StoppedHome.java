package dev.sekisho.app.standalone;

import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.seal.Vaults;
import dev.sekisho.trust.backup.Backups;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;

/** The keys of an installation that does not run: the home folder and every place of the key store are held as long as this is. */
public final class StoppedHome implements AutoCloseable {
    private final Settings settings;
    private final Region region;
    private final HomeFolder home;
    private final Vault vault;

    private StoppedHome(Settings settings, Region region, HomeFolder home, Vault vault) {
        this.settings = settings;
        this.region = region;
        this.home = home;
        this.vault = vault;
    }

    /**
     * Opens the keys of an installation that was set up before; nothing is made.
     *
     * @param start what the start may find
     * @throws SekishoException {@code CONFLICT} if it runs, {@code NOT_FOUND} if there is none, and whatever keys are refused with
     */
    public static StoppedHome open(Settings settings, Start start) {
        if (!Files.isDirectory(settings.home())) {
            throw new SekishoException(
                    ErrorCode.NOT_FOUND, "There is no installation in " + settings.home() + "; name it with --home.");
        }
        HomeFolder home = HomeFolder.take(settings.home());
        try {
            Region region = new Region(settings.region());
            Vault vault = Vaults.open(
                    KeyOptions.of(settings, region, InstantSource.system()).starting(start));
            return new StoppedHome(settings, region, home, vault);
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    /** The keys. */
    public Vault vault() {
        return vault;
    }

    /**
     * The customer that operators call by a reference; asks the installation's records, which are started for it.
     *
     * @throws SekishoException if the records cannot be opened
     */
    public Optional<CustomerScope> customer(CustomerReference reference) {
        InstantSource clock = InstantSource.system();
        try (RecordsDatabase records = Parts.records(settings, vault, clock);
                Directory directory = Parts.directory(
                        records, vault, Parts.lists(settings, vault), ScopeIssuer.create(region), clock)) {
            return directory.customers().scope(reference, new Actor.Job("keys"));
        }
    }

    /**
     * Makes a backup set, as a running installation does by itself.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if there are no targets, and what a set fails with
     */
    public Backups.SetState backup() {
        InstantSource clock = InstantSource.system();
        ScopeIssuer issuer = ScopeIssuer.create(region);
        TrustSide trusting = TrustSide.first(settings, region, vault, issuer, clock);
        try (RecordsDatabase records = Parts.records(settings, vault, clock);
                Lake lake = Parts.lake(settings, region, vault, issuer, clock, trusting.believed());
                Directory directory = Parts.directory(records, vault, Parts.lists(settings, vault), issuer, clock)) {
            return BackupSide.of(
                            new BackupSide.Parts(
                                    settings,
                                    region,
                                    vault,
                                    records,
                                    lake,
                                    directory,
                                    trusting.receipts(records, clock),
                                    clock,
                                    false),
                            trusting)
                    .make();
        }
    }

    @Override
    public void close() {
        try {
            vault.close();
        } finally {
            home.close();
        }
    }
}
