package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.host.Stopping;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.CustomerLake.Cursor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * One live stream. It asks the lake for the newest events, so that it shows exactly what is stored, after collection switches,
 * and nothing else. An event is stored when its request ends but sorted by when the request began; therefore each look goes
 * back until a whole page is known, and every tenth look goes over the last two minutes.
 */
final class LiveStream {
    /** Rows a second; beyond that the stream samples and says so. */
    static final int MAX_ROWS = 50;

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration WINDOW = Duration.ofMinutes(2);
    private static final int PAGE = 200;
    private static final int MAX_SEEN = 5_000;
    private static final int HEARTBEAT_BEATS = 10;
    private static final int CHECK_BEATS = 3;
    private static final int DEEP_BEATS = 10;

    private final EventFilter filter;
    private final CustomerDesk desk;
    private final InstantSource clock;
    private final JsonMapper json;
    private final Stopping stopping;
    private final BooleanSupplier stillValid;
    private final OutputStream out;
    private final Map<EventId, Instant> known = new HashMap<>();

    LiveStream(
            EventFilter filter,
            CustomerDesk desk,
            InstantSource clock,
            JsonMapper json,
            Stopping stopping,
            BooleanSupplier stillValid,
            OutputStream out) {
        this.filter = filter;
        this.desk = desk;
        this.clock = clock;
        this.json = json;
        this.stopping = stopping;
        this.stillValid = stillValid;
        this.out = out;
    }

    /** Streams until the end; returns when it is over, throws if the client left. */
    void run() throws IOException {
        long end = System.nanoTime() + LIFE.toNanos();
        look(true);
        comment("open");
        for (int beat = 1; ; beat++) {
            if (stopping.await(BEAT)) {
                end("stopping");
                return;
            }
            if (System.nanoTime() >= end) {
                end("time-limit");
                return;
            }
            if (beat % CHECK_BEATS == 0) {
                desk.lookAgain();
                if (!stillValid.getAsBoolean()) {
                    end("signed-out");
                    return;
                }
            }
            show(look(beat % DEEP_BEATS == 0));
            if (beat % HEARTBEAT_BEATS == 0) {
                comment("still here");
            }
        }
    }

    private void show(Look look) throws IOException {
        List<WebEvent> fresh = look.fresh();
        int step = (fresh.size() + MAX_ROWS - 1) / MAX_ROWS;
        int shown = 0;
        // Oldest first, so that the newest row ends on top; of too many every n-th.
        for (int i = fresh.size() - 1; i >= 0; i--) {
            if (step <= 1 || i % step == 0) {
                EventItem item = EventItem.of(fresh.get(i), desk);
                message("event", item.id(), json.writeValueAsString(item));
                shown++;
            }
        }
        if (shown < fresh.size() || look.more()) {
            message("sampled", "", "{\"shown\":" + shown + ",\"seen\":" + fresh.size() + "}");
        }
        if (look.unreadable().unreadable() > 0) {
            message("incomplete", "", json.writeValueAsString(look.unreadable()));
        }
        out.flush();
    }

    /** What is new since the last look, newest first. */
    private Look look(boolean deep) {
        if (filter.nobody()) {
            return new Look(List.of(), false, CoverageItem.NOTHING_TO_READ);
        }
        Instant now = clock.instant();
        Instant from = now.minus(WINDOW);
        known.values().removeIf(time -> time.isBefore(from));
        List<WebEvent> fresh = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        CoverageItem coverage = CoverageItem.NOTHING_TO_READ;
        int seen = 0;
        boolean more = false;
        while (seen < MAX_SEEN) {
            CustomerLake.Page page = desk.events(filter.look("events.live"))
                    .events(filter.within(from, now.plusSeconds(1), PAGE, after));
            coverage = CoverageItem.of(page.coverage());
            int before = fresh.size();
            for (WebEvent event : page.events()) {
                if (known.put(event.id(), event.time()) == null) {
                    fresh.add(event);
                }
            }
            seen += page.events().size();
            after = page.next();
            more = after.isPresent();
            if (!more || (!deep && fresh.size() == before)) {
                break;
            }
        }
        return new Look(fresh, more && seen >= MAX_SEEN, coverage);
    }

    private void end(String reason) throws IOException {
        message("end", "", "{\"reason\":\"" + reason + "\"}");
        out.flush();
    }

    private void comment(String text) throws IOException {
        out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void message(String event, String id, String data) throws IOException {
        String head = "event: " + event + "\n" + (id.isEmpty() ? "" : "id: " + id + "\n");
        out.write((head + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a look found.
     *
     * @param fresh newest first
     * @param more whether there was more than was looked at
     * @param unreadable what could not be read
     */
    private record Look(List<WebEvent> fresh, boolean more, CoverageItem unreadable) {}
}
