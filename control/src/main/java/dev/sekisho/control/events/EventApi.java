package dev.sekisho.control.events;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.lake.CustomerLake;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The log: pages, exports, and one event with its trace. */
@RestController
public class EventApi {
    private final InstantSource clock;
    private final ExportWriter exports;

    /** "Now" is what {@code clock} shows. */
    public EventApi(InstantSource clock, ExportWriter exports) {
        this.clock = clock;
        this.exports = exports;
    }

    /** A page, newest first. */
    @GetMapping(path = "/api/v1/events", produces = "application/json")
    public EventPage page(HttpServletRequest request, CustomerDesk desk) {
        EventFilter filter = EventFilter.read(request, desk, clock.instant());
        if (filter.nobody()) {
            return new EventPage(List.of(), null, CoverageItem.NOTHING_TO_READ);
        }
        CustomerLake.Page page = desk.events(filter.look("events.read")).events(filter.query());
        return new EventPage(
                page.events().stream().map(event -> EventItem.of(event, desk)).toList(),
                page.next().map(Cursors::write).orElse(null),
                CoverageItem.of(page.coverage()));
    }

    /** The whole result, a JSON object a line. */
    @GetMapping(path = "/api/v1/events", produces = "application/x-ndjson")
    public void ndjson(HttpServletRequest request, HttpServletResponse response, CustomerDesk desk) throws IOException {
        EventFilter filter = exportable(request, desk);
        if (!request.getMethod().equals("HEAD")) {
            exports.ndjson(filter, desk, response);
        }
    }

    /** The whole result as a table. */
    @GetMapping(path = "/api/v1/events", produces = "text/csv")
    public void csv(HttpServletRequest request, HttpServletResponse response, CustomerDesk desk) throws IOException {
        EventFilter filter = exportable(request, desk);
        if (!request.getMethod().equals("HEAD")) {
            exports.csv(filter, desk, response);
        }
    }

    /** One event, with its trace computed now. */
    @GetMapping("/api/v1/events/{id}")
    public EventDetail event(@PathVariable("id") String id, CustomerDesk desk) {
        return desk.events(Look.at("events.read"))
                .event(Handles.event(id))
                .map(event -> EventDetail.of(event, desk))
                .orElseThrow(Refusal::notFound);
    }

    private EventFilter exportable(HttpServletRequest request, CustomerDesk desk) {
        if (request.getParameter("limit") != null || request.getParameter("cursor") != null) {
            throw Refusal.invalid(
                    "limit", "an export is the whole result; narrow it with from, to and the other filters");
        }
        return EventFilter.read(request, desk, clock.instant());
    }

    /** A page of events. */
    public record EventPage(List<EventItem> items, @Nullable String next, CoverageItem coverage) {}
}
