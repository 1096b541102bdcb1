package dev.sekisho.trust.backup;

import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.lake.Lake;
import dev.sekisho.records.Records;
import dev.sekisho.seal.KeyCopies;
import dev.sekisho.seal.Vault;
import dev.sekisho.trust.erasure.LedgerHead;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What sets are made of and where they go.
 *
 * @param region whose they are
 * @param targets where they go; none means that there are no backups, which health says
 * @param keyCopies where the key store is copied to
 * @param records the region's records
 * @param lake the region's events, all of them: also of customers whose erasures still wait
 * @param vault the region's keys
 * @param ledger how far the erasure ledger goes
 * @param scopes every customer, for the backup's own work
 * @param files files beside that a restored region needs, by name: category lists
 * @param clock the time of data life
 * @param build the product
 */
public record BackupOptions(
        Region region,
        List<Target> targets,
        KeyCopies keyCopies,
        Records records,
        Lake lake,
        Vault vault,
        Supplier<LedgerHead> ledger,
        Supplier<List<CustomerScope>> scopes,
        Map<String, Path> files,
        InstantSource clock,
        String build) {
    /** Copies lists. */
    public BackupOptions {
        targets = List.copyOf(targets);
        files = Map.copyOf(files);
    }
}
