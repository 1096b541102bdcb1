package dev.sekisho.seal;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.xts.CipherChoice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * How a vault is opened.
 *
 * @param region the region whose keys these are
 * @param places folders of the key store, at least two; each holds all of it
 * @param rootFile the root key's file, made (mode 0600) at the first start; in none of the places, and not in what is backed up
 * @param passphraseFile a file whose first line is the passphrase without which the root file is worth nothing
 * @param cipher which implementation of AES-256-XTS
 * @param clock numbers the generations of the key store's files
 */
public record VaultOptions(
        Region region,
        List<Path> places,
        Path rootFile,
        Optional<Path> passphraseFile,
        CipherChoice cipher,
        InstantSource clock) {
    /** Copies the list. */
    public VaultOptions {
        places = List.copyOf(places);
    }
}
