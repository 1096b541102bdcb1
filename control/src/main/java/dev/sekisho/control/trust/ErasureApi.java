package dev.sekisho.control.trust;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Requests for deletion and their state. */
@RestController
public class ErasureApi {
    private static final Versioned<Erasures, Erasure, Item> ERASURES =
            new Versioned<>(desk -> desk.trust().erasures(), Erasures::find, Erasure::version, Item::of);

    /** A page, newest first. */
    @GetMapping("/api/v1/erasures")
    public Page<Item> list(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        int size = Limits.page(limit);
        desk.note(Look.at("erasures.read"));
        List<Erasure> found = desk.trust().erasures().list(after(cursor), size);
        return new Page<>(
                found.stream().map(erasure -> Item.of(erasure, desk)).toList(),
                found.size() == size ? found.getLast().id().toString() : null);
    }

    /** Asks for erasure. */
    @PostMapping("/api/v1/erasures")
    public ResponseEntity<Item> request(
            @RequestBody NewErasure wanted, CallerAuthentication caller, CustomerDesk desk) {
        if (wanted.subject() == null) {
            throw Refusal.invalid("subject", "is missing");
        }
        Erasure asked = desk.trust().erasures().request(wanted.subject().read(desk), intake(caller));
        return answer(HttpStatus.CREATED, asked, desk);
    }

    /** One request. */
    @GetMapping("/api/v1/erasures/{id}")
    public ResponseEntity<Item> find(@PathVariable("id") String id, CustomerDesk desk) {
        desk.note(Look.at("erasures.read"));
        return answer(HttpStatus.OK, ERASURES.found(id, desk), desk);
    }

    /** What would go. */
    @GetMapping("/api/v1/erasures/{id}/preview")
    public Preview preview(@PathVariable("id") String id, CustomerDesk desk) {
        Erasure erasure = ERASURES.found(id, desk);
        return new Preview(desk.trust().erasures().preview(erasure.id()));
    }

    /** The person was told. */
    @PostMapping("/api/v1/erasures/{id}/acknowledge")
    public ResponseEntity<Item> acknowledge(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return ERASURES.change(id, ifMatch, desk, Erasures::acknowledge);
    }

    /** It is clear whom it is about. */
    @PostMapping("/api/v1/erasures/{id}/identify")
    public ResponseEntity<Item> identify(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Identity wanted,
            CustomerDesk desk) {
        if (wanted.subject() == null) {
            throw Refusal.invalid("subject", "is missing");
        }
        Erasure.Subject subject = wanted.subject().read(desk);
        String how = Wanted.text("how", wanted.how());
        return ERASURES.change(
                id, ifMatch, desk, (erasures, erasure, expected) -> erasures.identify(erasure, subject, how, expected));
    }

    /** A second person approves. */
    @PostMapping("/api/v1/erasures/{id}/approve")
    public ResponseEntity<Item> approve(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return ERASURES.change(id, ifMatch, desk, Erasures::approve);
    }

    /** A second person approves what no hold keeps. */
    @PostMapping("/api/v1/erasures/{id}/approve-rest")
    public ResponseEntity<Item> approveRest(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return ERASURES.change(id, ifMatch, desk, Erasures::approveRest);
    }

    /** More time. */
    @PostMapping("/api/v1/erasures/{id}/extend")
    public ResponseEntity<Item> extend(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Reason wanted,
            CustomerDesk desk) {
        String reason = Wanted.text("reason", wanted.reason());
        return ERASURES.change(
                id, ifMatch, desk, (erasures, erasure, expected) -> erasures.extend(erasure, reason, expected));
    }

    /** No. */
    @PostMapping("/api/v1/erasures/{id}/refuse")
    public ResponseEntity<Item> refuse(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Reason wanted,
            CustomerDesk desk) {
        String reason = Wanted.text("reason", wanted.reason());
        return ERASURES.change(
                id, ifMatch, desk, (erasures, erasure, expected) -> erasures.refuse(erasure, reason, expected));
    }

    /** Taken back. */
    @PostMapping("/api/v1/erasures/{id}/cancel")
    public ResponseEntity<Item> cancel(
            @PathVariable("id") String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            CustomerDesk desk) {
        return ERASURES.change(id, ifMatch, desk, Erasures::cancel);
    }

    /** Where a request came in: a session is the console. */
    public static Intake intake(CallerAuthentication caller) {
        return caller.viaSession() ? Intake.CONSOLE : Intake.API;
    }

    /** One request as an answer. */
    public static ResponseEntity<Item> answer(HttpStatus status, Erasure erasure, CustomerDesk desk) {
        return ERASURES.answer(status, erasure, desk);
    }

    private static Optional<Id128> after(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(Id128::parse);
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** Whom to erase. */
    public record Subject(@Nullable String kind, @Nullable String user) {
        Erasure.Subject read(CustomerDesk desk) {
            return switch (kind == null ? "" : kind) {
                case "person" -> new Erasure.Subject.Person(Wanted.person("subject.user", user, desk));
                case "customer" -> new Erasure.Subject.WholeCustomer();
                default -> throw Refusal.invalid("subject.kind", "is neither person nor customer");
            };
        }

        @Override
        public String toString() {
            return "subject";
        }
    }

    /** A new request. */
    public record NewErasure(@Nullable Subject subject) {}

    /** How somebody was recognised. */
    public record Identity(
            @Nullable Subject subject, @Nullable String how) {}

    /** Why. */
    public record Reason(@Nullable String reason) {}

    /** Counts by store. */
    public record Preview(Map<String, Long> stores) {}

    /** Whom a request is about. */
    public record SubjectItem(String kind, @Nullable WhoItem person) {
        static SubjectItem of(Erasure.Subject subject, CustomerDesk desk) {
            return switch (subject) {
                case Erasure.Subject.Person person -> new SubjectItem("person", WhoItem.of(person.token(), desk));
                case Erasure.Subject.WholeCustomer all -> new SubjectItem("customer", null);
                case Erasure.Subject.Unknown unknown -> new SubjectItem("unknown", null);
            };
        }
    }

    /** A request. */
    public record Item(
            String id,
            SubjectItem subject,
            String intake,
            String state,
            Instant received,
            Instant acknowledgeBy,
            Instant dueBy,
            @Nullable WhoItem requestedBy,
            @Nullable WhoItem approvedBy,
            String identityCheck,
            @Nullable Instant runsAt,
            @Nullable Instant done,
            @Nullable String receipt,
            @Nullable String heldBy,
            long version) {
        /** As the API shows it. */
        public static Item of(Erasure erasure, CustomerDesk desk) {
            return new Item(
                    erasure.id().toString(),
                    SubjectItem.of(erasure.subject(), desk),
                    LicenceItem.word(erasure.intake()),
                    LicenceItem.word(erasure.state()),
                    erasure.received(),
                    erasure.acknowledgeBy(),
                    erasure.dueBy(),
                    WhoItem.of(erasure.requestedBy(), desk),
                    WhoItem.of(erasure.approvedBy(), desk),
                    erasure.identityCheck(),
                    erasure.runsAt().orElse(null),
                    erasure.done().orElse(null),
                    erasure.receipt().map(Id128::toString).orElse(null),
                    erasure.heldBy().map(Id128::toString).orElse(null),
                    erasure.version());
        }
    }
}
