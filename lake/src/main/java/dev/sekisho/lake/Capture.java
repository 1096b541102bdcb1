package dev.sekisho.lake;

import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Everything that is stored in a lake at one moment. While it is open nothing of that is destroyed: no segment that is replaced, no
 * day, no legal hold, no customer. Whatever is to be destroyed is hidden at once all the same, and goes when the capture is closed.
 * It ends by itself when its limit has passed, when the lake stops, or when a customer's keys come back meanwhile; every call but
 * {@link #close} and {@link #problem} then throws {@code CAPTURE_ENDED}, and what was copied is to be thrown away.
 */
public interface Capture extends AutoCloseable {
    /** The moment, by the clock of data life. */
    Instant time();

    /** The segments and held segments, in order of name; read them through {@link LakeCopy#open}. */
    List<SegmentFile> segments();

    /** Everything else that a lake needs to be filled with, in order of name: manifests, retention, concealed persons, holds, marks. */
    List<SmallFile> small();

    /**
     * The events of the scope's customer as at the capture, without what was hidden since: nothing shows whom an erasure concealed
     * meanwhile. It changes nothing and offers no hold but for export.
     */
    CustomerLake frozen(CustomerScope scope);

    /** How many events are stored in segments; those that are hidden and not yet removed are among them. */
    long events();

    /** How many events are stored in segments, by folder of a customer and UTC day. */
    Map<String, SortedMap<LocalDate, Long>> days();

    /** Customers whose keys are withdrawn: their files are here as they lie, and nobody knows how many events they hold. */
    int uncounted();

    /** Why it ended by itself, or empty. */
    String problem();

    /** @throws dev.sekisho.kernel.error.SekishoException {@code CAPTURE_ENDED} if it is not open any more */
    void check();

    /** Lets go of everything that waits; closing twice is no error. */
    @Override
    void close();
}
