package dev.sekisho.app.standalone;

import dev.sekisho.app.keys.KeyOptions;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.VaultOptions.Start;
import dev.sekisho.trust.backup.Target;
import dev.sekisho.trust.restore.Restoration;
import dev.sekisho.trust.restore.RestorePlan;
import dev.sekisho.trust.restore.Restored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A home folder where nothing is yet, into which a region is brought back. */
public final class EmptyHome {
    private EmptyHome() {}

    /**
     * What to bring back.
     *
     * @param at the moment to go back to; the newest there is if empty
     * @param target the target to read from; the one with the newest set if empty
     * @param rootFile the root file's bytes
     */
    public record Wish(Optional<Instant> at, Optional<String> target, byte[] rootFile) {}

    /**
     * Restores into the home folder of a configuration; while it is not done, and after it failed, nothing starts there.
     *
     * @throws SekishoException {@code CONFLICT} if something else is there, {@code CONFIG_INVALID} if the configuration names no targets
     *     or not that one, and what {@link Restoration} refuses
     */
    public static Restored restore(Settings settings, Wish wish) {
        List<Target> targets = targets(settings, wish.target());
        try (HomeFolder home = HomeFolder.takeForRestore(settings.home())) {
            home.beginRestore();
            Restored restored = new Restoration(plan(settings, wish, targets)).run();
            home.endRestore();
            return restored;
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The home folder " + settings.home() + " cannot be used.", e);
        }
    }

    private static RestorePlan plan(Settings settings, Wish wish, List<Target> targets) {
        Region region = new Region(settings.region());
        return new RestorePlan(
                targets,
                wish.at(),
                settings.keys().dailyCopies(),
                wish.rootFile(),
                KeyOptions.of(settings, region, InstantSource.system()).starting(Start.KEYS_EXIST),
                Parts.recordsOptions(settings),
                settings.home().resolve("lake"),
                TrustSide.ledgerFiles(settings),
                lists(settings));
    }

    /** Where lists of the set go; lists that are there are newer than those of a set, and stay. */
    public static Path lists(Settings settings) {
        return settings.lists()
                .filter(folder -> !Files.exists(folder.resolve("catalogue.tsv")))
                .orElseGet(() -> settings.home().resolve("lists"));
    }

    private static List<Target> targets(Settings settings, Optional<String> first) {
        List<Target> targets = new ArrayList<>(BackupTargets.of(settings, InstantSource.system()));
        if (targets.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "There is nothing to restore from: name the targets in backup.targets.");
        }
        if (first.isPresent()
                && targets.stream().noneMatch(target -> target.name().equals(first.get()))) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "There is no target " + first.get() + " in backup.targets.");
        }
        targets.sort(Comparator.comparing((Target target) -> !target.name().equals(first.orElse("")))
                .thenComparing(EmptyHome::newest, Comparator.reverseOrder()));
        return targets;
    }

    /** The name of the newest manifest: names begin with their number. */
    private static String newest(Target target) {
        try {
            return target.list(Target.SETS).stream()
                    .map(Target.Listed::name)
                    .max(Comparator.naturalOrder())
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
