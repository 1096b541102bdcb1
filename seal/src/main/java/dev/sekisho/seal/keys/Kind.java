package dev.sekisho.seal.keys;

/** What an entry of the key store holds; the number is its byte in the file and never changes. */
public enum Kind {
    /** A customer's (or the installation's) own keys, which wrap all others of that owner; sealed under the region's keys. */
    OWNER(1),
    /** That an owner's keys were destroyed; empty. */
    OWNER_DESTROYED(2),
    /** The highest epoch number that an owner ever had. */
    EPOCH_COUNTER(3),
    /** Keys of records; number = epoch. */
    RECORD_EPOCH(4),
    /** Keys of the events of a day; object = the day, number = epoch. */
    DAY_EPOCH(5),
    /** Key of a blind index; object = hash of the column, number = version. */
    INDEX(6),
    /** Keys of one log; object = the log. */
    LOG(7),
    /** Salt of one segment; object = the segment, number = the epoch of its day or hold. */
    SALT(8),
    /** Keys of one person's identity row; object = the person's token. */
    PERSON(9),
    /** That a person's keys were destroyed; empty. */
    PERSON_DESTROYED(10),
    /** The installation's Ed25519 key pair. */
    SIGNING(11),
    /** The installation's key for names that say nothing. */
    LABELS(12),
    /** Keys of the segments under a legal hold; object = the hold, number = epoch. */
    HOLD_EPOCH(13),
    /** That a hold's keys were destroyed; empty. */
    HOLD_DESTROYED(14),
    /** Key that tags the objects of backup sets; number = version. */
    BACKUP_MAC(15),
    /** A few bytes that the installation must not forget while its keys live; object = its label, as a digest. */
    NOTE(20);

    private static final Kind[] BY_CODE = new Kind[32];

    static {
        for (Kind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Kind of(int code) {
        Kind kind = code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
        if (kind == null) {
            throw new IllegalArgumentException("no such kind of entry: " + code);
        }
        return kind;
    }
}
