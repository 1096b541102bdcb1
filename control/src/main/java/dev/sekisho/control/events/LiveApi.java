package dev.sekisho.control.events;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.host.Stopping;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Events as they come, as server-sent events. The stream holds its virtual thread until it ends. */
@RestController
public class LiveApi {
    private static final int MAX_STREAMS = 4;

    private final InstantSource clock;
    private final JsonMapper json;
    private final Stopping stopping;
    private final Map<Object, Integer> open = new ConcurrentHashMap<>();

    /** "Now" is what {@code clock} shows. */
    public LiveApi(InstantSource clock, JsonMapper json, Stopping stopping) {
        this.clock = clock;
        this.json = json;
        this.stopping = stopping;
    }

    /** The stream; ends after 15 minutes, with its credential, or when the process stops. */
    @GetMapping(path = "/api/v1/events/live", produces = "text/event-stream")
    public void live(
            HttpServletRequest request, HttpServletResponse response, CallerAuthentication caller, CustomerDesk desk)
            throws IOException {
        EventFilter filter = EventFilter.read(request, desk, clock.instant());
        if (request.getMethod().equals("HEAD")) {
            response.setContentType("text/event-stream;charset=UTF-8");
            return;
        }
        Object who = identity(caller.caller());
        if (open.merge(who, 1, Integer::sum) > MAX_STREAMS) {
            release(who);
            throw Refusal.tooMany("There are " + MAX_STREAMS + " live streams open already. Close one of them.", 10);
        }
        try {
            desk.note(filter.look("events.live"));
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            new LiveStream(filter, desk, clock, json, stopping, caller::stillValid, response.getOutputStream()).run();
        } finally {
            release(who);
        }
    }

    private void release(Object who) {
        open.computeIfPresent(who, (any, count) -> count > 1 ? count - 1 : null);
    }

    private static Object identity(Caller caller) {
        return switch (caller) {
            case Caller.CustomerPerson person -> person.token();
            case Caller.CustomerProgram program -> program.tokenId();
            case Caller.OperatorPerson operator -> operator.token();
            case Caller.OperatorProgram program -> program.tokenId();
        };
    }
}
