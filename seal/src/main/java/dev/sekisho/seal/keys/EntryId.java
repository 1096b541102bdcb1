package dev.sekisho.seal.keys;

import dev.sekisho.kernel.id.Id128;

/**
 * Names an entry of the key store.
 *
 * @param kind what it holds
 * @param owner whose it is; all zero for the installation
 * @param object which one; all zero if there is only one
 * @param number epoch or version; 0 if there is only one
 */
public record EntryId(Kind kind, Id128 owner, Id128 object, int number) {
    /** The object of an entry that needs none. */
    public static final Id128 NONE = new Id128(0, 0);

    /** An entry of which an owner has only one. */
    public static EntryId of(Kind kind, Id128 owner) {
        return new EntryId(kind, owner, NONE, 0);
    }

    /** An entry about an object. */
    public static EntryId of(Kind kind, Id128 owner, Id128 object) {
        return new EntryId(kind, owner, object, 0);
    }

    /**
     * Where entries that are destroyed together lie together: an owner's standing keys, the salts of a day or hold, and logs and people
     * each for themselves.
     */
    int drawer(int drawers) {
        long bits = switch (kind) {
            case OWNER,
                    OWNER_DESTROYED,
                    EPOCH_COUNTER,
                    RECORD_EPOCH,
                    DAY_EPOCH,
                    HOLD_EPOCH,
                    HOLD_DESTROYED,
                    INDEX,
                    SIGNING,
                    LABELS,
                    BACKUP_MAC,
                    NOTE -> owner.low() ^ owner.high();
            case LOG, PERSON, PERSON_DESTROYED -> object.low() ^ object.high();
            case SALT -> owner.low() ^ owner.high() ^ (number * 0x9E3779B97F4A7C15L);
        };
        return (int) Long.remainderUnsigned(bits ^ (bits >>> 32), drawers);
    }

    /** Names no owner. */
    @Override
    public String toString() {
        return kind + " entry";
    }
}
