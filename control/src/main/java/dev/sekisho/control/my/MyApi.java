package dev.sekisho.control.my;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.events.CoverageItem;
import dev.sekisho.control.events.Cursors;
import dev.sekisho.control.events.EventItem;
import dev.sekisho.control.events.ExportWriter;
import dev.sekisho.control.policy.Limits;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.trust.ErasureApi;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.inventory.DataClass;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.CustomerLake.Cursor;
import dev.sekisho.trust.erasure.Erasure;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The calls of a person about itself. A program has nothing of its own. */
@RestController
public class MyApi {
    private static final Duration KEPT = Duration.ofDays(CustomerSettings.MAX_LOG_RETENTION_DAYS + 1L);
    private static final String READ = "own.read";
    private static final int MAX_LIST = 1_000;
    private static final int MAX_EXPORTED_LOOKS = 50_000;

    private final FieldInventory inventory;
    private final InstantSource clock;
    private final ExportWriter exports;

    private final OneEach exporting = new OneEach();

    /** "Now" is what {@code clock}, the clock of data, shows. */
    public MyApi(FieldInventory inventory, InstantSource clock, ExportWriter exports) {
        this.inventory = inventory;
        this.clock = clock;
        this.exports = exports;
    }

    /** What is stored about me. */
    @GetMapping("/api/v1/my")
    public My my(CustomerDesk desk) {
        Person me = me(desk);
        desk.note(Look.of(READ, me.token()));
        CustomerSettings settings = desk.directory().settings();
        return new My(
                me.token().toString(),
                me.token().pseudonym(),
                me.login(),
                me.name(),
                me.email(),
                me.role().wire(),
                List.copyOf(me.groups()),
                me.created(),
                me.hasPassword(),
                desk.directory().sessions().list(me.token()).size(),
                settings.logRetentionDays(),
                settings.contact(),
                fields(desk),
                erasure(desk, me.token()));
    }

    /** My events. */
    @GetMapping("/api/v1/my/events")
    public EventPage events(
            @RequestParam(name = "from", required = false) @Nullable OffsetDateTime from,
            @RequestParam(name = "to", required = false) @Nullable OffsetDateTime to,
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        Person me = me(desk);
        Instant until = to == null ? clock.instant() : to.toInstant();
        Instant since = from == null ? until.minus(KEPT) : from.toInstant();
        if (since.isAfter(until)) {
            throw Refusal.invalid("from", "is later than \"to\"");
        }
        CustomerLake.Page page = desk.events(Look.of(READ, me.token()))
                .events(query(me.token(), since, until, Limits.page(limit), cursor(cursor)));
        return new EventPage(
                page.events().stream()
                        .map(event -> EventItem.of(event, any -> me.name()))
                        .toList(),
                page.next().map(Cursors::write).orElse(null),
                CoverageItem.of(page.coverage()));
    }

    /** Who looked. */
    @GetMapping("/api/v1/my/looks")
    public Page<MyLooks.Look> looks(
            @RequestParam(name = "limit", defaultValue = "100") int limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor,
            CustomerDesk desk) {
        Person me = me(desk);
        int size = Limits.page(limit);
        desk.note(Look.of(READ, me.token()));
        MyLooks.Found found = MyLooks.of(desk, me.token(), before(cursor), size);
        return new Page<>(found.looks(), found.next().map(Id128::toString).orElse(null));
    }

    /** All of it. */
    @GetMapping(path = "/api/v1/my/export", produces = "application/x-ndjson")
    public void export(HttpServletRequest request, HttpServletResponse response, CustomerDesk desk) throws IOException {
        Person me = me(desk);
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        exporting.run(me.token(), () -> write(me, desk, response));
    }

    private void write(Person me, CustomerDesk desk, HttpServletResponse response) throws IOException {
        List<Object> own = new ArrayList<>();
        own.add(new PersonLine("person", my(desk)));
        desk.directory()
                .sessions()
                .list(me.token())
                .forEach(session -> own.add(new SessionLine(
                        "session", session.id().toString(), session.started(), session.expires(), session.device())));
        Instant now = clock.instant();
        exports.lines(
                () -> Stream.concat(own.stream(), MyLooks.all(desk, me.token(), MAX_EXPORTED_LOOKS))
                        .iterator(),
                desk.events(Look.of(READ, me.token())),
                query(me.token(), now.minus(KEPT), now, MAX_LIST, Optional.empty()),
                any -> me.name(),
                response);
    }

    /** Asks for my own erasure. */
    @PostMapping("/api/v1/my/erasure")
    public ResponseEntity<ErasureApi.Item> erase(CallerAuthentication caller, CustomerDesk desk) {
        Person me = me(desk);
        Erasure asked =
                desk.trust().erasures().request(new Erasure.Subject.Person(me.token()), ErasureApi.intake(caller));
        return ErasureApi.answer(HttpStatus.CREATED, asked, desk);
    }

    private static Person me(CustomerDesk desk) {
        return switch (desk.caller()) {
            case Caller.CustomerPerson person ->
                desk.directory().people().find(person.token()).orElseThrow(Refusal::notFound);
            case Caller.CustomerProgram any -> throw Refusal.notFound();
            case Caller.OperatorPerson any -> throw Refusal.notFound();
            case Caller.OperatorProgram any -> throw Refusal.notFound();
        };
    }

    private List<FieldItem> fields(CustomerDesk desk) {
        CollectionChoice choice = desk.directory().collection().chosen().choice();
        return inventory.of(CollectionChoice.STORE).stream()
                .filter(field ->
                        Set.of(DataClass.PERSONAL, DataClass.POSSIBLY_PERSONAL).contains(field.dataClass()))
                .filter(field -> choice.of(field) != Treatment.DROP)
                .map(field -> new FieldItem(
                        field.name(),
                        field.purpose(),
                        field.dataClass() == DataClass.PERSONAL ? "personal" : "possibly-personal",
                        choice.of(field).wire()))
                .toList();
    }

    private static ErasureApi.@Nullable Item erasure(CustomerDesk desk, PersonToken me) {
        return desk.trust()
                .erasures()
                .newest(new Erasure.Subject.Person(me))
                .map(erasure -> ErasureApi.Item.of(erasure, desk))
                .orElse(null);
    }

    private static CustomerLake.Query query(
            PersonToken me, Instant from, Instant to, int limit, Optional<Cursor> after) {
        return new CustomerLake.Query(
                from,
                to,
                Optional.of(me),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit,
                after);
    }

    private static Optional<Cursor> cursor(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Cursor> read = Cursors.read(text);
        if (read.isEmpty()) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
        return read;
    }

    private static Optional<Id128> before(@Nullable String cursor) {
        try {
            return Optional.ofNullable(cursor).map(Id128::parse);
        } catch (IllegalArgumentException notACursor) {
            throw Refusal.invalid("cursor", "is not the \"next\" of a page");
        }
    }

    /** A page of my events. */
    public record EventPage(List<EventItem> items, @Nullable String next, CoverageItem coverage) {}

    /** A field that is stored about my requests. */
    public record FieldItem(
            String name,
            String purpose,

            @com.fasterxml.jackson.annotation.JsonProperty("class")
            String dataClass,

            String treatment) {}

    /** About me. */
    public record My(
            String user,
            String pseudonym,
            String login,
            String name,
            String email,
            String role,
            List<String> groups,
            Instant created,
            boolean hasPassword,
            int sessions,
            int logRetentionDays,
            String contact,
            List<FieldItem> fields,
            ErasureApi.@Nullable Item erasure) {
        @Override
        public String toString() {
            return "my data";
        }
    }

    record PersonLine(String kind, My person) {}

    record SessionLine(String kind, String id, Instant started, Instant expires, String device) {}
}
