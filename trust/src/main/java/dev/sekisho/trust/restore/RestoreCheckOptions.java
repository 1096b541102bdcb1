package dev.sekisho.trust.restore;

import dev.sekisho.kernel.scope.ScopeIssuer;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.VaultOptions;
import dev.sekisho.trust.backup.Target;
import java.nio.file.Path;
import java.util.List;

/**
 * With what sets are restored for a test.
 *
 * @param scratch a folder with room for a region; what is restored lies below {@code restore-test} in it, and nothing when no test runs
 * @param programs where the programs of the embedded database are unpacked, which the running one may share
 * @param targets every target: each is asked for the erasure ledger
 * @param keyCopies where copies of the key store and their copy keys lie
 * @param vault how the running keys were opened: the root file is read again, and only there
 * @param issuer makes scopes of the customers that came back
 */
public record RestoreCheckOptions(
        Path scratch,
        Path programs,
        List<Target> targets,
        List<KeyCopyPlace> keyCopies,
        VaultOptions vault,
        ScopeIssuer issuer) {
    /** Copies lists. */
    public RestoreCheckOptions {
        targets = List.copyOf(targets);
        keyCopies = List.copyOf(keyCopies);
    }
}
