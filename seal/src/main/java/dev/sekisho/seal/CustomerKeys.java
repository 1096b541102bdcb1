package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.seal.OwnerSegments.KeyClass;
import java.time.LocalDate;
import java.util.Optional;

/** One customer's vault: a front of its parts. */
final class CustomerKeys implements CustomerVault {
    private final OwnerKeys keys;
    private final OwnerRecords records;
    private final OwnerLogs logs;
    private final OwnerSegments segments;
    private final OwnerIndexes indexes;
    private final OwnerPeople people;

    CustomerKeys(OwnerKeys keys) {
        this.keys = keys;
        this.records = new OwnerRecords(keys);
        this.logs = new OwnerLogs(keys);
        this.segments = new OwnerSegments(keys);
        this.indexes = new OwnerIndexes(keys);
        this.people = new OwnerPeople(keys);
    }

    void close() {
        keys.close();
    }

    OwnerKeys keys() {
        return keys;
    }

    /** Drops what is derived from a second wrap whose time is over; whether that happened now. */
    boolean expire() {
        boolean now = keys.expire();
        if (now) {
            segments.drop();
        }
        return now;
    }

    @Override
    public byte[] seal(RecordContext context, byte[] plain) {
        return records.seal(context, plain);
    }

    @Override
    public byte[] open(RecordContext context, byte[] sealed) {
        return records.open(context, sealed);
    }

    @Override
    public void rotateRecordKeys() {
        records.rotate();
    }

    @Override
    public byte[] blindIndex(String column, byte[] value) {
        return indexes.token(column, indexes.version(column), value);
    }

    @Override
    public byte[] blindIndex(String column, int version, byte[] value) {
        return indexes.token(column, version, value);
    }

    @Override
    public int blindIndexVersion(String column) {
        return indexes.version(column);
    }

    @Override
    public int rotateBlindIndex(String column) {
        return indexes.rotate(column);
    }

    @Override
    public void destroyBlindIndex(String column, int version) {
        indexes.destroy(column, version);
    }

    @Override
    public LogKey newLogKey() {
        return logs.make();
    }

    @Override
    public Optional<LogKey> logKey(Id128 id) {
        return logs.find(id);
    }

    @Override
    public void destroyLogKey(Id128 id) {
        logs.destroy(id);
    }

    @Override
    public SealedSegment sealSegment(LocalDate day, byte[] plain) {
        return segments.seal(KeyClass.of(day), day, plain);
    }

    @Override
    public SegmentReader openSegment(Id128 segment, LocalDate day, RandomAccessSource source) {
        return segments.open(KeyClass.of(day), segment, day, source);
    }

    @Override
    public void destroySegment(Id128 segment) {
        segments.destroySegment(segment);
    }

    @Override
    public void destroyDay(LocalDate day) {
        segments.destroyDay(day);
    }

    @Override
    public SealedSegment sealHeld(Id128 hold, LocalDate day, byte[] plain) {
        return segments.seal(KeyClass.held(hold), day, plain);
    }

    @Override
    public SegmentReader openHeld(Id128 hold, Id128 segment, LocalDate day, RandomAccessSource source) {
        return segments.open(KeyClass.held(hold), segment, day, source);
    }

    @Override
    public void destroyHold(Id128 hold) {
        segments.destroyHold(hold);
    }

    @Override
    public boolean isDayDestroyed(LocalDate day, RandomAccessSource segment) {
        return segments.isDayDestroyed(day, segment);
    }

    @Override
    public boolean isHoldDestroyed(Id128 hold) {
        return segments.isHoldDestroyed(hold);
    }

    @Override
    public byte[] sealIdentity(PersonToken person, long version, byte[] plain) {
        return people.seal(person, version, plain);
    }

    @Override
    public byte[] openIdentity(PersonToken person, long version, byte[] sealed) {
        return people.open(person, version, sealed);
    }

    @Override
    public void destroyIdentity(PersonToken person) {
        people.destroy(person);
    }
}
