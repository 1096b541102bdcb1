package dev.sekisho.lake;

import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.engine.RunningLake;
import dev.sekisho.lake.files.FolderFiles;
import dev.sekisho.lake.files.FolderFill;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.Vault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;

/** Opens lakes. */
public final class Lakes {
    private Lakes() {}

    /**
     * Begins to fill an empty folder with the files of a {@link Capture}, so that a lake can be opened there with the keys that the
     * files were sealed under. What an earlier call began and did not finish is deleted first.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFIG_INVALID} if the folder holds anything else, or another process
     *     holds it, {@code DISK_FAILED} if it cannot be used
     */
    public static LakeFill fill(Path folder) {
        return FolderFill.begin(folder);
    }

    /**
     * Opens the lake in a folder, recovers what a process before this one left, and starts.
     *
     * @param vault the keys of the lake's region; stays open longer than the lake
     * @param clock the time of data life: when rows are old enough to be sealed, which hour a gap belongs to, which days are shown
     * @param believed the same time as far as it can be believed: by it alone rows are dropped and days deleted because their time is
     *     over. An early time keeps everything.
     * @param jobScopes the scope of a customer for the lake's own work: recovery, sealing, merging
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFIG_INVALID} if another process holds the folder, {@code
     *     DISK_FAILED} if it cannot be used
     */
    public static Lake open(
            LakeOptions options,
            Vault vault,
            InstantSource clock,
            InstantSource believed,
            Function<CustomerId, CustomerScope> jobScopes) {
        FolderFiles files = FolderFiles.open(options.folder());
        try {
            RunningLake lake = RunningLake.start(options, files, vault, clock, believed, jobScopes);
            lake.warmUp();
            return lake;
        } catch (RuntimeException e) {
            try {
                files.close();
            } catch (java.io.IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /** Opens the lake in a folder, by a clock that is always believed. */
    public static Lake open(
            LakeOptions options, Vault vault, InstantSource clock, Function<CustomerId, CustomerScope> jobScopes) {
        return open(options, vault, clock, clock, jobScopes);
    }

    /** Opens a lake on another storage, by a clock that is always believed. */
    public static Lake open(
            LakeOptions options,
            LakeFiles files,
            Vault vault,
            InstantSource clock,
            Function<CustomerId, CustomerScope> jobScopes) {
        return open(options, files, vault, clock, clock, jobScopes);
    }

    /** Opens a lake on another storage; its folder in {@code options} is not used, and {@code files} is closed with the lake. */
    public static Lake open(
            LakeOptions options,
            LakeFiles files,
            Vault vault,
            InstantSource clock,
            InstantSource believed,
            Function<CustomerId, CustomerScope> jobScopes) {
        return RunningLake.start(options, files, vault, clock, believed, jobScopes);
    }
}
