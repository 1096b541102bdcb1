package dev.sekisho.trust.backup;

import java.util.List;

/** Restores a set beside the running region and compares what came back with what the set says. */
@FunctionalInterface
public interface SetTest {
    /**
     * Restores one set and looks; nothing of it is left when this returns.
     *
     * @param target the target to read from first
     * @param set a full set of it
     * @throws dev.sekisho.kernel.error.SekishoException what the restore, keys, records and lake refuse
     */
    Compared test(Target target, Manifest set);

    /**
     * What came back.
     *
     * @param rows rows of the records that were read back
     * @param events events that were counted in the lake
     * @param queries sampled queries whose answers could be compared
     * @param erased sampled queries that could not: of customers of whom somebody was erased since the set, or whose keys are withdrawn
     * @param missing files of the lake that the set did not have when it was made
     * @param differences what is not as the set says, without any content; empty if all is equal
     */
    record Compared(long rows, long events, int queries, int erased, int missing, List<String> differences) {
        /** Copies the list. */
        public Compared {
            differences = List.copyOf(differences);
        }
    }
}
