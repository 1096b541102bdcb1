package dev.sekisho.app.standalone;

import dev.sekisho.app.settings.Settings;
import dev.sekisho.keeper.KeeperIdentity;
import dev.sekisho.keeper.KeeperTarget;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.trust.backup.FolderTarget;
import dev.sekisho.trust.backup.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;

/** What the configuration names as targets of backups, as targets. */
public final class BackupTargets {
    private BackupTargets() {}

    /** The targets of a configuration. */
    public static List<Target> of(Settings settings, InstantSource clock) {
        return settings.backupTargets().stream()
                .map(target -> target(target, clock))
                .toList();
    }

    /**
     * One of them.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if a keeper's certificate or token cannot be read
     */
    private static Target target(Settings.BackupTarget target, InstantSource clock) {
        return switch (target.store()) {
            case Settings.BackupStore.Folder folder ->
                new FolderTarget(target.name(), target.place(), folder.path(), clock);
            case Settings.BackupStore.Keeper keeper -> {
                try {
                    yield new KeeperTarget(
                            target.name(),
                            target.place(),
                            keeper.address(),
                            Files.readString(keeper.token()).strip(),
                            KeeperIdentity.trusting(keeper.certificate()));
                } catch (IOException e) {
                    throw new SekishoException(
                            ErrorCode.CONFIG_INVALID,
                            "backup.targets: the certificate or the token of the keeper of " + target.name()
                                    + " cannot be read (" + e.getMessage() + ").",
                            e);
                }
            }
        };
    }
}
