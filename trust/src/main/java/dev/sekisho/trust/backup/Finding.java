package dev.sekisho.trust.backup;

/**
 * Something that is not as it was written.
 *
 * @param kind what
 * @param object its name in the target
 */
public record Finding(Kind kind, String object) {
    /** What can be wrong with a set. */
    public enum Kind {
        /** A manifest has not the form of one, or its tag does not hold: it was changed, or made under another key. */
        MANIFEST_DAMAGED,
        /** A manifest does not follow the one before it, or one in the middle is missing. */
        CHAIN_BROKEN,
        /** The newest set is older than one that is known to have been there. */
        ROLLED_BACK,
        /** A listed object is not there. */
        MISSING,
        /** A listed object has another length, or its tag does not hold: changed, cut, or another object under its name. */
        DAMAGED,
        /** A listed object could not be read now; nothing is known about it. */
        UNREADABLE,
        /** An object that no manifest lists: of a set that was cut off, a copy, or somebody else's. */
        UNLISTED,
        /** The erasure ledger in the target does not hold together, or ends before a line that a manifest knows of. */
        LEDGER_DAMAGED
    }
}
