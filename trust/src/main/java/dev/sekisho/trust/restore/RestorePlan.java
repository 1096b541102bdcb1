package dev.sekisho.trust.restore;

import dev.sekisho.records.RecordsOptions;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.trust.backup.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a region is brought back from and to.
 *
 * @param targets where its sets lie, the one to read from first; the others are asked how far the erasure ledger went, and for its lines
 * @param at the moment to go back to; the newest there is if empty
 * @param keyCopies where copies of the key store and their copy keys lie
 * @param rootFile the root file's bytes, from the recovery kit or as they are
 * @param vault how the keys will be opened: region, places, root file, passphrase
 * @param records where the records go: an empty database
 * @param lake the lake's folder: empty, or of a restore that was cut off
 * @param ledgerFiles where copies of the erasure ledger go
 * @param files folder of files beside: category lists
 */
public record RestorePlan(
        List<Target> targets,
        Optional<Instant> at,
        List<KeyCopyPlace> keyCopies,
        byte[] rootFile,
        VaultOptions vault,
        RecordsOptions records,
        Path lake,
        List<Path> ledgerFiles,
        Path files) {
    /** Copies lists. */
    public RestorePlan {
        targets = List.copyOf(targets);
        keyCopies = List.copyOf(keyCopies);
        ledgerFiles = List.copyOf(ledgerFiles);
    }
}
