package dev.sekisho.seal.keys;

import dev.sekisho.kernel.id.Id128;
import java.util.List;

/**
 * All of a key store at one moment, in the files of a place, still wrapped under the root: as if every power had been cut then.
 *
 * @param store the key store's id
 * @param root the id of the root that opens it
 * @param files the head, then the drawers in their order
 */
public record Snapshot(Id128 store, Id128 root, List<File> files) {
    /**
     * One file of a place.
     *
     * @param name as in a place
     * @param bytes all of it; not to be changed
     */
    public record File(String name, byte[] bytes) {}

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the names are not those of a place, all and in order
     */
    public Snapshot {
        files = List.copyOf(files);
        if (files.size() < 2 || !files.getFirst().name().equals(Head.FILE)) {
            throw new IllegalArgumentException("a key store has a head and drawers");
        }
        for (int i = 1; i < files.size(); i++) {
            if (!files.get(i).name().equals(DrawerFile.name(i - 1))) {
                throw new IllegalArgumentException("a drawer is missing: " + DrawerFile.name(i - 1));
            }
        }
    }
}
