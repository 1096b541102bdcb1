package dev.sekisho.control.access;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes who reads personal data: one entry of the customer's audit trail a minute, caller, purpose and kind of reading. What the
 * entry says about whom and by what is in the trail before the data is handed out, and without it nothing is; only the count is
 * written a little later, so that after a crash it is "at least". Waiting counts are kept by customer, in memory only.
 */
public final class ReadLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadLog.class);
    private static final Duration COUNTS = Duration.ofSeconds(15);
    private static final long MINUTE_SECONDS = 60;

    private final InstantSource clock;
    private final Map<Key, Open> entries = new HashMap<>();
    private final ScheduledExecutorService counting = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("read-log").factory());

    /** Minutes are those of {@code clock}, the clock of data. */
    public ReadLog(InstantSource clock) {
        this.clock = clock;
        var unused = counting.scheduleWithFixedDelay(
                this::flush, COUNTS.toMillis(), COUNTS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Notes a reading; the data may be handed out when this returns.
     *
     * @throws SekishoException if the trail cannot be written: then nothing may be handed out
     */
    public void note(CustomerScope scope, AuditTrail trail, Look look) {
        long minute = clock.instant().getEpochSecond() / MINUTE_SECONDS;
        Key key = new Key(scope.customer(), scope.actor(), scope.purpose(), look.verb(), minute);
        Open entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(key, any -> new Open(trail, key));
        }
        entry.add(look);
    }

    /** Writes the counts that wait, and forgets minutes that are over. */
    public void flush() {
        long minute = clock.instant().getEpochSecond() / MINUTE_SECONDS;
        List<Open> waiting;
        synchronized (entries) {
            waiting = new ArrayList<>(entries.values());
            entries.keySet().removeIf(key -> key.minute() < minute);
        }
        for (Open entry : waiting) {
            try {
                entry.write();
            } catch (SekishoException late) {
                LOG.warn("A count of readings cannot be written; the entry itself stands: {}", late.getMessage());
            }
        }
    }

    @Override
    public void close() {
        counting.shutdownNow();
        flush();
    }

    private record Key(CustomerId customer, Actor actor, Purpose purpose, String verb, long minute) {}

    /** The entry of one minute. */
    private static final class Open {
        private final AuditTrail trail;
        private final Key key;
        private final Set<String> filters = new HashSet<>();
        private final Set<PersonToken> persons = new HashSet<>();
        private boolean everybody;
        private long count;
        private long written;
        private Id128 id = new Id128(0, 0);

        Open(AuditTrail trail, Key key) {
            this.trail = trail;
            this.key = key;
        }

        synchronized void add(Look look) {
            boolean wider = filters.addAll(look.filters());
            if (look.of().isEmpty()) {
                wider |= !everybody;
                everybody = true;
            } else if (!everybody && persons.size() <= LookNote.MAX_PERSONS) {
                wider |= persons.add(look.of().get());
            }
            count++;
            if (written == 0) {
                id = trail.open(key.actor(), key.verb(), text());
                written = count;
            } else if (wider) {
                write();
            }
        }

        synchronized void write() {
            if (written > 0 && written < count) {
                trail.revise(id, text());
                written = count;
            }
        }

        private String text() {
            return new LookNote(key.purpose(), count, filters, everybody ? Set.of() : persons).text();
        }
    }
}
