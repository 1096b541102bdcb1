package dev.sekisho.lake.segment;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How long one customer's events live, and which days are being deleted or have just been: what was begun is finished, and what a
 * log still holds of a deleted day does not come back.
 *
 * @param version how often it was written
 * @param days how many UTC days are kept, today included; 0 as long as nobody said
 * @param gone deleted days and the last log that may hold rows of each; {@link #GOING} or {@link #TAKEN} while a day is being
 *     deleted
 */
public record Retention(long version, int days, Map<LocalDate, Long> gone) {
    /** In place of a log: the day's deletion has begun and not ended. */
    public static final long GOING = Long.MAX_VALUE;

    /** In place of a log: the same, and every legal hold has what it wants of the day, whose keys may be gone. */
    public static final long TAKEN = GOING - 1;

    private static final int FORMAT = 1;
    private static final int MAX_ENTRIES = 1 << 20;

    /** Nobody said yet how long. */
    public static Retention unknown() {
        return new Retention(0, 0, Map.of());
    }

    /** Whether events of a day may be seen. */
    public boolean keeps(LocalDate day, LocalDate today) {
        return isWithin(days, day, today) && gone.getOrDefault(day, 0L) < TAKEN;
    }

    /** Whether a day is one of the last so many; every day is if nobody said how many. */
    public static boolean isWithin(int days, LocalDate day, LocalDate today) {
        return days == 0 || !day.isBefore(oldest(days, today));
    }

    /** Whether rows of a day that are found in a log are taken over. */
    public boolean recovers(LocalDate day, LocalDate today, long log) {
        return keeps(day, today) && gone.getOrDefault(day, 0L) < log;
    }

    /** The oldest day that is kept. */
    public static LocalDate oldest(int days, LocalDate today) {
        return today.minusDays(days - 1L);
    }

    /** The days whose deletion has begun and not ended. */
    public SortedSet<LocalDate> going() {
        SortedSet<LocalDate> going = new TreeSet<>();
        gone.forEach((day, log) -> {
            if (log >= TAKEN) {
                going.add(day);
            }
        });
        return going;
    }

    /** The next version: these days are being deleted; days that no log can hold any more are forgotten. */
    public Retention begin(int keptDays, Collection<LocalDate> going, long oldestLog) {
        Map<LocalDate, Long> next = new TreeMap<>(gone);
        next.values().removeIf(log -> log < oldestLog);
        going.forEach(day -> next.merge(day, GOING, (before, now) -> before == TAKEN ? TAKEN : GOING));
        return new Retention(version + 1, keptDays, next);
    }

    /** Whether every legal hold has what it wants of a day that is being deleted. */
    public boolean isTaken(LocalDate day) {
        return gone.getOrDefault(day, 0L) == TAKEN;
    }

    /** The next version: every legal hold has what it wants of these days, which are being deleted. */
    public Retention taken(Collection<LocalDate> taken) {
        Map<LocalDate, Long> next = new TreeMap<>(gone);
        taken.forEach(day -> next.put(day, TAKEN));
        return new Retention(version + 1, days, next);
    }

    /** The next version: what was being deleted is deleted. */
    public Retention end(long newestLog) {
        Map<LocalDate, Long> next = new TreeMap<>(gone);
        Long newest = newestLog;
        next.replaceAll((day, log) -> log >= TAKEN ? newest : log);
        return new Retention(version + 1, days, next);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter();
        out.write(FORMAT).varint(version).varint(days).varint(gone.size());
        gone.forEach((day, log) -> out.zigzag(day.toEpochDay()).varint(log));
        return out.toBytes();
    }

    static Retention decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        if (in.read() != FORMAT) {
            throw new IllegalArgumentException("a retention of another format");
        }
        long version = in.varint();
        int days = in.count(Integer.MAX_VALUE);
        Map<LocalDate, Long> gone = new TreeMap<>();
        for (int left = in.count(MAX_ENTRIES); left > 0; left--) {
            gone.put(LocalDate.ofEpochDay(in.zigzag()), in.varint());
        }
        return new Retention(version, days, gone);
    }
}
