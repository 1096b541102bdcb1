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
 * @param rootFile the root key's file, made (mode 0600) at the first start; in none of the places, and not in what is backed up.
 *     With a root in a key service it holds no secret
 * @param passphraseFile a file whose first line is the passphrase without which the root file is worth nothing
 * @param cipher which implementation of AES-256-XTS
 * @param clock numbers the generations of the key store's files
 * @param root the key service that holds the root; empty for a root in the file
 * @param customerServices the customers' own key services
 * @param start what a start may find and do
 */
public record VaultOptions(
        Region region,
        List<Path> places,
        Path rootFile,
        Optional<Path> passphraseFile,
        CipherChoice cipher,
        InstantSource clock,
        Optional<KeyService> root,
        KeyServices customerServices,
        Start start) {
    /** Copies the list. */
    public VaultOptions {
        places = List.copyOf(places);
    }

    /** A root in its file, no customer's key service, and a first start where there is nothing yet. */
    public VaultOptions(
            Region region,
            List<Path> places,
            Path rootFile,
            Optional<Path> passphraseFile,
            CipherChoice cipher,
            InstantSource clock) {
        this(
                region,
                places,
                rootFile,
                passphraseFile,
                cipher,
                clock,
                Optional.empty(),
                KeyServices.NONE,
                Start.MAY_BE_FIRST);
    }

    /** The same with key services. */
    public VaultOptions withServices(Optional<KeyService> rootService, KeyServices services) {
        return new VaultOptions(region, places, rootFile, passphraseFile, cipher, clock, rootService, services, start);
    }

    /** The same for another kind of start. */
    public VaultOptions starting(Start other) {
        return new VaultOptions(region, places, rootFile, passphraseFile, cipher, clock, root, customerServices, other);
    }

    /** What a start may find and do. */
    public enum Start {
        /** Where there are neither keys nor a root file, both are made. */
        MAY_BE_FIRST,
        /** There is data that keys belong to: keys that are not there are lost, and are not made anew. */
        KEYS_EXIST,
        /** As before, and the root may be elsewhere than configured, because it is about to be moved. */
        ROOT_MOVES
    }
}
