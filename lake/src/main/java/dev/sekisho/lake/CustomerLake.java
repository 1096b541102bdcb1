package dev.sekisho.lake;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One customer's events: the handle is the customer, and no method takes a customer. */
public interface CustomerLake {
    /** A page of events, newest first (by time, then id). */
    Page events(Query query);

    /** One event. */
    Optional<WebEvent> event(EventId id);

    /** Every event that {@link #events} would page through, newest first. Returns what could not be read. */
    Coverage export(Query query, Consumer<WebEvent> target);

    /** Sums by one dimension, largest first; by hour and day in order of time. */
    Stats stats(StatsQuery query);

    /** When each column last held a value that is not empty, by name in the field inventory. */
    Map<String, Instant> lastSeen();

    /** Gaps: events that were not stored, by the start of the hour. */
    Map<Instant, Long> gaps(Instant from, Instant to);

    /**
     * Deletes every event of UTC days before the last {@code days}, and from here on shows none older: at each UTC midnight one
     * more day vanishes from every query at once, and the next call destroys its keys and removes its files. A call that failed
     * is made again; what it began is ended then, also after a crash.
     *
     * @param days how many UTC days are kept, from 1; today is one of them
     * @return what was deleted, and why some days were not, if a legal hold must have something of them first that cannot be read
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} or {@code DISK_FAILED}: the days do not come
     *     back, but something of them is left
     */
    Retained retain(int days);

    /**
     * Hides every event of these persons: from the moment this returns no query, export, sum or note of a last value gives
     * anything of them, also after a crash, and events of theirs that arrive later are dropped. Hiding twice is no error.
     * {@link #rewrite} then removes them from the disk.
     *
     * @throws SekishoException {@code DISK_FAILED}: call again until it returns; {@code RECORD_DAMAGED}
     *     if the list of those hidden before, or a legal hold that may want their events, cannot be read
     */
    void conceal(Set<PersonToken> persons);

    /**
     * Removes what is left of concealed persons: seals what is in logs without their rows and destroys those log keys, writes
     * segments that hold rows of theirs again without them, under fresh keys, and destroys the salts of the old ones. May be called
     * in steps, and again after any failure.
     *
     * @param segments how many segments this call rewrites at most, from 1
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} or {@code DISK_FAILED}: call again
     */
    Rewritten rewrite(int segments);

    /**
     * What a step of rewriting did.
     *
     * @param segments segments that were looked through
     * @param events events that were removed from them
     * @param left segments that may still hold something of a concealed person, or whose old form is not destroyed yet; with 0
     *     nothing is left anywhere
     */
    record Rewritten(int segments, long events, int left) {}

    /**
     * Deletes everything of the customer here, for good: keys of logs and days, segments, manifests, held events, its folder. From
     * the call on its events are refused and its queries answer {@code KEY_DESTROYED}. Works before and after the customer's keys
     * are destroyed; doing it twice is no error, and a call that failed is made again, also after a crash.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} or {@code DISK_FAILED}: call again
     */
    Forgotten forget();

    /**
     * What was deleted with the customer.
     *
     * @param days UTC days of which there was anything
     * @param events their events; 0 if the keys were gone before, because nobody counts what is dark
     * @param segments their segments
     */
    record Forgotten(int days, long events, long segments) {}

    /**
     * Keeps events of some days beyond their retention: seals them anew under keys of the hold before this returns. Events of these
     * days that arrive later are added before they would be deleted. Calling it again with the same hold ends what was interrupted.
     * Normal queries do not show what only a hold still keeps; {@link #exportHold} does.
     *
     * @param hold the hold's random identifier
     * @param person whose events; everybody's if empty. Persons who are concealed already are left out
     * @param from first UTC day
     * @param to last UTC day
     * @throws SekishoException {@code CONFLICT} if the hold exists with other terms or was released, {@code
     *     KEY_STORE_UNAVAILABLE}, {@code DISK_FAILED} or {@code SEGMENT_DAMAGED}: call again
     */
    Held hold(Id128 hold, Optional<PersonToken> person, LocalDate from, LocalDate to);

    /**
     * What a hold keeps.
     *
     * @param segments segments under its keys
     * @param events events in them
     */
    record Held(int segments, long events) {}

    /**
     * Gives out everything that a hold keeps, day by day.
     *
     * @throws SekishoException {@code NOT_FOUND} if there is no such hold
     */
    Coverage exportHold(Id128 hold, Consumer<WebEvent> target);

    /**
     * Ends a hold, also one that is damaged: its keys are destroyed, then its files removed. Ending it twice, or one that never
     * was, is no error.
     */
    void release(Id128 hold);

    /**
     * What was deleted.
     *
     * @param days UTC days of which there was anything
     * @param events their events, with those that came late and were dropped since the last call
     * @param segments their segments
     * @param failure why not every day went, if so: {@code SEGMENT_DAMAGED} or {@code RECORD_DAMAGED}. The days that are left are
     *     hidden and keep their keys, and the next call tries them again
     */
    record Retained(int days, long events, long segments, Optional<SekishoException> failure) {
        /** Everything that had to go went. */
        public Retained(int days, long events, long segments) {
            this(days, events, segments, Optional.empty());
        }
    }

    /**
     * What to look for; every criterion that is present must hold.
     *
     * @param from inclusive
     * @param to exclusive
     * @param person the person
     * @param host exact host, or with a leading {@code .} the host and its subdomains
     * @param url a part of host, path and query together, without regard to case
     * @param action the outcome
     * @param category one of the event's categories
     * @param rule the deciding rule
     * @param limit 1 to 1,000 events a page
     * @param after the cursor of the page before
     */
    record Query(
            Instant from,
            Instant to,
            Optional<PersonToken> person,
            Optional<String> host,
            Optional<String> url,
            Optional<Action> action,
            Optional<String> category,
            Optional<String> rule,
            int limit,
            Optional<Cursor> after) {}

    /** A position between two pages. */
    record Cursor(Instant time, EventId id) {}

    /**
     * A page.
     *
     * @param events newest first
     * @param next where the next page starts, if there is one
     * @param coverage what could not be read
     */
    record Page(List<WebEvent> events, Optional<Cursor> next, Coverage coverage) {}

    /**
     * How much of what the query asked for was read.
     *
     * @param segments segments that the query had to read
     * @param unreadable how many of them could not be opened; then figures are too low, and the answer says so
     */
    record Coverage(int segments, int unreadable) {}

    /** What is summed. */
    enum Measure {
        /** Events. */
        REQUESTS,
        /** Events whose action is block. */
        BLOCKED,
        /** Body bytes, both ways. */
        BYTES,
        /** Different persons. */
        USERS
    }

    /** What it is summed by. */
    enum Dimension {
        HOST,
        USER,
        CATEGORY,
        ACTION,
        RULE,
        HOUR,
        DAY
    }

    /**
     * A question for sums.
     *
     * @param filter which events; its limit and cursor are not used
     * @param limit 1 to 1,000 groups
     */
    record StatsQuery(Measure measure, Optional<Dimension> by, Query filter, int limit) {}

    /**
     * Sums.
     *
     * @param groups key and value, for example host and requests; one group with an empty key without a dimension
     * @param total over all groups, also those beyond the limit
     */
    record Stats(List<Group> groups, long total, Coverage coverage) {}

    /** One sum; times are RFC 3339. */
    record Group(String key, long value) {}
}
