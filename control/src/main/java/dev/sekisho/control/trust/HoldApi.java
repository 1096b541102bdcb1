package dev.sekisho.control.trust;

import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.events.ExportWriter;
import dev.sekisho.control.problem.Place;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.trust.hold.Hold;
import dev.sekisho.trust.hold.Holds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Legal holds: two persons place one, two end it. */
@RestController
public class HoldApi {
    private static final Versioned<Holds, Hold, Item> HOLDS =
            new Versioned<>(desk -> desk.trust().holds(), Holds::find, Hold::version, Item::of);

    private final ExportWriter exports;

    /** Writes exports by {@code exports}. */
    public HoldApi(ExportWriter exports) {
        this.exports = exports;
    }

    /** All of them. */
    @GetMapping("/api/v1/holds")
    public Page<Item> list(CustomerDesk desk) {
        desk.note(Look.at("holds.read"));
        return Page.whole(desk.trust().holds().list().stream()
                .map(hold -> Item.of(hold, desk))
                .toList());
    }

    /** Asks for one. */
    @PostMapping("/api/v1/holds")
    public ResponseEntity<Item> request(@RequestBody NewHold wanted, CustomerDesk desk) {
        List<Place> missing = new ArrayList<>();
        if (wanted.from() == null) {
            missing.add(Place.of("from", "is missing: a day such as 2026-11-22"));
        }
        if (wanted.to() == null) {
            missing.add(Place.of("to", "is missing: a day such as 2026-11-22"));
        }
        if (wanted.expires() == null) {
            missing.add(Place.of("expires", "is missing: a time such as 2027-11-22T00:00:00Z"));
        }
        if (wanted.from() == null || wanted.to() == null || wanted.expires() == null) {
            throw Refusal.invalid(missing);
        }
        String reason = Wanted.text("reason", wanted.reason());
        Optional<PersonToken> person =
                Optional.ofNullable(wanted.user()).map(user -> Wanted.person("user", user, desk));
        return HOLDS.answer(
                HttpStatus.CREATED,
                desk.trust().holds().request(reason, person, wanted.from(), wanted.to(), wanted.expires()),
                desk);
    }

    /** One hold. */
    @GetMapping("/api/v1/holds/{id}")
    public ResponseEntity<Item> find(@PathVariable("id") String id, CustomerDesk desk) {
        desk.note(Look.at("holds.read"));
        return HOLDS.answer(HttpStatus.OK, HOLDS.found(id, desk), desk);
    }

    /** Places it. */
    @PostMapping("/api/v1/holds/{id}/approve")
    public ResponseEntity<Item> approve(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return HOLDS.change(id, ifMatch, desk, Holds::approve);
    }

    /** Refuses it. */
    @PostMapping("/api/v1/holds/{id}/refuse")
    public ResponseEntity<Item> refuse(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return HOLDS.change(id, ifMatch, desk, Holds::refuse);
    }

    /** Asks for its end, or ends it. */
    @PostMapping("/api/v1/holds/{id}/release")
    public ResponseEntity<Item> release(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return HOLDS.change(id, ifMatch, desk, Holds::release);
    }

    /** What it keeps, without names of people. */
    @GetMapping(path = "/api/v1/holds/{id}/export", produces = "application/x-ndjson")
    public void export(
            @PathVariable("id") String id, HttpServletRequest request, HttpServletResponse response, CustomerDesk desk)
            throws IOException {
        Hold hold = HOLDS.found(id, desk);
        if (hold.state() != Hold.State.ACTIVE) {
            throw Refusal.notFound();
        }
        if (!request.getMethod().equals("HEAD")) {
            exports.held(hold.id(), new Look("holds.export", Set.of("hold"), hold.person()), desk, response);
        }
    }

    /** A hold to be. */
    public record NewHold(
            @Nullable String reason,
            @Nullable String user,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable Instant expires) {
        @Override
        public String toString() {
            return "hold";
        }
    }

    /** A hold. */
    public record Item(
            String id,
            String reason,
            @Nullable WhoItem person,
            LocalDate from,
            LocalDate to,
            Instant expires,
            String state,
            WhoItem requestedBy,
            @Nullable WhoItem approvedBy,
            @Nullable Instant placed,
            @Nullable WhoItem releaseRequestedBy,
            long version) {
        static Item of(Hold hold, CustomerDesk desk) {
            return new Item(
                    hold.id().toString(),
                    hold.reason(),
                    WhoItem.of(hold.person(), desk),
                    hold.from(),
                    hold.to(),
                    hold.expires(),
                    LicenceItem.word(hold.state()),
                    WhoItem.of(hold.requestedBy(), desk),
                    WhoItem.of(hold.approvedBy(), desk),
                    hold.placed().orElse(null),
                    WhoItem.of(hold.releaseRequestedBy(), desk),
                    hold.version());
        }
    }
}
