package dev.sekisho.trust.backup;

import dev.sekisho.kernel.id.Id128;

/**
 * One object of a set.
 *
 * @param object its identifier: of a segment the keyed hash of its name in the lake, so that every set finds it again; random otherwise
 * @param kind what it is
 * @param length in bytes
 * @param tag HMAC-SHA-256 over its bytes, identifier, kind and length, 32 bytes
 */
public record Entry(Id128 object, Kind kind, long length, byte[] tag) {
    /** What an object is; the number is its byte in the manifest and never changes. */
    public enum Kind {
        /** A segment of events as it lies in the lake. */
        SEGMENT(1),
        /** Small files of the lake, packed and sealed once more. */
        LAKE_FILES(2),
        /** Rows of the records, sealed once more. */
        ROWS(3),
        /** A file beside them, sealed: a category list. */
        FILE(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind of(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no such kind of object: " + code);
        }
    }

    /** Where it lies in a target. */
    public String name() {
        return name(object);
    }

    static String name(Id128 object) {
        String hex = java.util.HexFormat.of().formatHex(object.bytes());
        return Target.OBJECTS + "/" + hex.substring(0, 2) + "/" + hex;
    }
}
