package dev.sekisho.seal.keys;

import dev.sekisho.kernel.id.Id128;
import java.util.Optional;

/**
 * What a root file says about itself without being opened.
 *
 * @param root the root's id
 * @param lock what else it takes
 */
public record RootFileInfo(Id128 root, Lock lock) {
    /** What a root takes beside its file. */
    public enum Lock {
        /** Nothing: the file is the root. */
        NONE,
        /** A passphrase. */
        PASSPHRASE,
        /** The key service that holds the root: the file only names it. */
        SERVICE
    }

    /**
     * Reads a root file.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE} if it is none, or damaged as far as can be seen
     *     without the passphrase
     */
    public static RootFileInfo read(byte[] file) {
        if (RootFile.where(file) == RootFile.Where.SERVICE) {
            return new RootFileInfo(Id128.of(RootFile.markedRoot(file)), Lock.SERVICE);
        }
        boolean locked = RootKey.takesPassphrase(file);
        if (!locked) {
            RootKey.open(file, Optional.empty());
        }
        return new RootFileInfo(Id128.of(RootKey.idIn(file)), locked ? Lock.PASSPHRASE : Lock.NONE);
    }
}
