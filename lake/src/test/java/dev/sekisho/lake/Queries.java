package dev.sekisho.lake;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.lake.CustomerLake.Page;
import dev.sekisho.lake.CustomerLake.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries of tests. */
public final class Queries {
    /** A time before all events. */
    public static final Instant BEFORE = Instant.parse("2020-01-01T00:00:00Z");
    /** A time after all events. */
    public static final Instant AFTER = Instant.parse("2040-01-01T00:00:00Z");

    private Queries() {}

    /** Everything. */
    public static Query all(int limit) {
        return all(limit, Optional.empty());
    }

    /** Everything behind a cursor. */
    public static Query all(int limit, Optional<Cursor> after) {
        return new Query(
                BEFORE,
                AFTER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit,
                after);
    }

    /** All events, by pages. */
    public static List<WebEvent> pages(CustomerLake lake, int limit) {
        List<WebEvent> events = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        do {
            Page page = lake.events(all(limit, after));
            events.addAll(page.events());
            after = page.next();
        } while (after.isPresent());
        return events;
    }
}
