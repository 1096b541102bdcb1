package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.LocalDate;
import java.util.Optional;

/** One customer's keys. Every context is bound to the scope's region and customer by the vault itself. */
public interface CustomerVault extends RecordSealer {
    /**
     * A blind index of a value: equal values of one column give equal tokens, under a key of this customer and column.
     *
     * @return 16 bytes
     */
    byte[] blindIndex(String column, byte[] value);

    /** Like {@link #blindIndex(String, byte[])} under a certain version of the column's key, for re-indexing. */
    byte[] blindIndex(String column, int version, byte[] value);

    /** The newest version of a column's index key, from 1. */
    int blindIndexVersion(String column);

    /** Makes the next version of a column's index key, which new tokens are made with, and returns its number. */
    int rotateBlindIndex(String column);

    /** Destroys an old version of a column's index key, once nothing is indexed under it; never the newest. */
    void destroyBlindIndex(String column, int version);

    /** Makes fresh keys for the records sealed from here on; older records stay readable. */
    void rotateRecordKeys();

    /** Makes the random key of this customer's frames in one log. */
    LogKey newLogKey();

    /** The key of a log that is not yet sealed into segments; empty once destroyed. */
    Optional<LogKey> logKey(Id128 id);

    /** Destroys a log key in every place: the frames under it are dark from here on. */
    void destroyLogKey(Id128 id);

    /**
     * Seals a new segment: fresh identifier, fresh salt, keys of the event day. The salt is in every place of the key store
     * before this returns.
     *
     * @param day the UTC day of the events in it
     * @param plain the whole content
     */
    SealedSegment sealSegment(LocalDate day, byte[] plain);

    /**
     * Opens a segment for reading at any position; verifies the root over all tags, then each unit as it is read.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SEGMENT_DAMAGED}, {@code KEY_DESTROYED} or {@code KEY_UNKNOWN}
     */
    SegmentReader openSegment(Id128 segment, LocalDate day, RandomAccessSource source);

    /** Destroys a segment's salt in every place: every copy of it is dark from here on. */
    void destroySegment(Id128 segment);

    /** Destroys the keys of an event day in every place, with the salts of its segments. */
    void destroyDay(LocalDate day);

    /**
     * Seals a new segment under the keys of a legal hold instead of its day's: it stays readable when {@link #destroyDay} ends the
     * day, until {@link #destroyHold} ends the hold. The key class of a segment is therefore one optional value: a manifest stores
     * {@code hold} (16 bytes) beside the segment's identifier for a held segment and nothing for a segment of its day, and opens
     * it by {@link #openHeld} or {@link #openSegment} accordingly. A segment under several holds is sealed under one of them;
     * when that hold ends, whoever keeps the manifest seals it again under the next before it destroys the first.
     *
     * @param hold the hold's random identifier; its keys are made with the first segment
     * @param day the UTC day of the events in it, bound into the segment like any other's
     * @param plain the whole content
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_DESTROYED} once the hold was destroyed
     */
    SealedSegment sealHeld(Id128 hold, LocalDate day, byte[] plain);

    /**
     * Opens a segment of {@link #sealHeld}, by the hold that the manifest names.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SEGMENT_DAMAGED}, {@code KEY_DESTROYED} or {@code KEY_UNKNOWN}
     */
    SegmentReader openHeld(Id128 hold, Id128 segment, LocalDate day, RandomAccessSource source);

    /**
     * Destroys the keys of a hold in every place, with the salts of its segments, for good: nothing is sealed under this hold
     * again. Destroying twice, or a hold that never sealed anything, is no error. A single held segment goes by
     * {@link #destroySegment} like any other.
     */
    void destroyHold(Id128 hold);

    /**
     * Whether the keys of an event day were destroyed, told by a segment of the day that was found somewhere, for example after a
     * restore: the day has no keys, and the number of those in the segment was given out here once. False while the day has keys,
     * and where this key store is older than the segment.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code SEGMENT_DAMAGED} if it has not the form of a segment
     */
    boolean isDayDestroyed(LocalDate day, RandomAccessSource segment);

    /** Whether {@link #destroyHold} ended a hold. */
    boolean isHoldDestroyed(Id128 hold);

    /** Seals the one identity row of a person under the person's own key, which is made if it does not exist. */
    byte[] sealIdentity(PersonToken person, long version, byte[] plain);

    /** Opens an identity row; {@code KEY_DESTROYED} once the person was erased, also while the customer's keys are withdrawn. */
    byte[] openIdentity(PersonToken person, long version, byte[] sealed);

    /** Destroys a person's key in every place, also while the customer's keys are withdrawn: it opens none. */
    void destroyIdentity(PersonToken person);

    /**
     * A sealed segment, ready to be written once.
     *
     * @param id its random identifier
     * @param bytes the whole file
     * @param root the HMAC over all tags and the context, for the manifest
     */
    record SealedSegment(Id128 id, byte[] bytes, byte[] root) {}

    /** The key of one customer's frames in one log. */
    interface LogKey {
        /** Its random identifier, which the clear frame header carries. */
        Id128 id();

        /** Seals a frame; {@code number} is the frame's number under this key and must never be used twice. */
        byte[] seal(long number, byte[] plain, int offset, int length);

        /** Opens a frame; {@code LOG_DAMAGED} if it is not the frame that was sealed under that number. */
        byte[] open(long number, byte[] sealed);
    }
}
