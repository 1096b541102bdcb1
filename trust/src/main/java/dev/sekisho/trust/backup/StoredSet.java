package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind;
import java.util.List;

/**
 * What is remembered of a full set.
 *
 * @param number its number
 * @param time when it was captured, milliseconds since 1970
 * @param objects how many objects it has
 * @param bytes of all its objects
 * @param written bytes that had to be put, of all targets
 * @param missing files of the lake that it should have and has not
 * @param targets names of the targets that have it
 * @param places how many failure domains that is
 * @param failed names of the targets that did not take it
 */
record StoredSet(
        long number,
        long time,
        int objects,
        long bytes,
        long written,
        int missing,
        List<String> targets,
        int places,
        List<String> failed) {
    static final Kind<StoredSet> KIND = Kind.of("backup-set", StoredSet.class);

    /** Fewer places are one fire away from none. */
    static final int PLACES = 2;

    boolean good() {
        return places >= PLACES && missing == 0;
    }
}
