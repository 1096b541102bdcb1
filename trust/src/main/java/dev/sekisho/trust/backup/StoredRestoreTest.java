package dev.sekisho.trust.backup;

import dev.sekisho.directory.base.Kind;
import java.util.List;

/**
 * A set that was restored beside the region.
 *
 * @param target the name of the target that it was read from; empty if there was none to read from
 * @param number of the set; 0 if there was none
 * @param captured when the set was captured, milliseconds since 1970
 * @param time when the test ended, milliseconds since 1970
 * @param millis how long it took
 * @param rows rows of the records that came back
 * @param events events that came back
 * @param queries sampled queries that were compared
 * @param erased sampled queries that could not be compared
 * @param missing files of the lake that the set had not
 * @param differences what was not equal, or why the test ended early; empty if it passed
 */
record StoredRestoreTest(
        String target,
        long number,
        long captured,
        long time,
        long millis,
        long rows,
        long events,
        int queries,
        int erased,
        int missing,
        List<String> differences) {
    static final Kind<StoredRestoreTest> KIND = Kind.of("restore-test", StoredRestoreTest.class);

    StoredRestoreTest {
        differences = List.copyOf(differences);
    }

    boolean passed() {
        return differences.isEmpty();
    }
}
