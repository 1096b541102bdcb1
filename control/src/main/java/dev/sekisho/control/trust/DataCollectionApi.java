package dev.sekisho.control.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.problem.Place;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.CollectionRegister.Chosen;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The register of stored fields, from the one file that the stores check themselves against, and what is chosen of it. */
@RestController
public class DataCollectionApi {
    private final FieldInventory inventory;
    private final InstantSource clock;
    private final NoticeTexts notices;

    /** Answers from the inventory; "now" is what {@code clock}, the clock of data, shows. */
    public DataCollectionApi(FieldInventory inventory, InstantSource clock, NoticeTexts notices) {
        this.inventory = inventory;
        this.clock = clock;
        this.notices = notices;
    }

    /** Every field; for those of the log, when this customer's log last held a value. */
    @GetMapping("/api/v1/data-collection")
    public ResponseEntity<Register> fields(CustomerDesk desk) {
        return answer(desk, desk.directory().collection().chosen());
    }

    /** Chooses what is stored. */
    @PutMapping("/api/v1/data-collection")
    public ResponseEntity<Register> choose(
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody Choice wanted,
            CustomerDesk desk) {
        CollectionChoice choice = wanted.read(inventory);
        Chosen chosen = Wanted.change(
                ifMatch,
                () -> desk.directory().collection().chosen(),
                Chosen::version,
                expected -> desk.directory().collection().choose(choice, expected));
        return answer(desk, chosen);
    }

    /** What the choice would have done to the events of the last day. */
    @PostMapping("/api/v1/data-collection/preview")
    public CollectionPreview preview(@RequestBody Choice wanted, CustomerDesk desk) {
        CollectionChoice choice = wanted.read(inventory);
        return CollectionPreview.of(
                choice,
                desk.directory().collection().trial(choice),
                inventory,
                desk.events(Look.at("events.read")),
                clock.instant());
    }

    /** The notice with its hash. */
    @GetMapping(path = "/api/v1/data-collection/notice", produces = "application/json")
    public PrivacyNotice notice(
            @RequestParam(name = "language", defaultValue = "en") String language, CustomerDesk desk) {
        return notices.of(
                language,
                desk.directory().settings(),
                desk.directory().collection().chosen());
    }

    /** The notice alone. */
    @GetMapping(path = "/api/v1/data-collection/notice", produces = "text/plain")
    public ResponseEntity<String> noticeText(
            @RequestParam(name = "language", defaultValue = "en") String language, CustomerDesk desk) {
        return ResponseEntity.ok()
                .header("Content-Type", "text/plain;charset=UTF-8")
                .body(notice(language, desk).text());
    }

    private ResponseEntity<Register> answer(CustomerDesk desk, Chosen chosen) {
        Map<String, Instant> seen = desk.lastSeen();
        Map<String, List<String>> modules = new LinkedHashMap<>();
        for (Field field : inventory.of(CollectionChoice.STORE)) {
            if (field.optional()) {
                modules.computeIfAbsent(field.collectionSwitch(), any -> new ArrayList<>())
                        .add(field.name());
            }
        }
        CollectionChoice choice = chosen.choice();
        return Wanted.answer(
                HttpStatus.OK,
                chosen.version(),
                new Register(
                        inventory.all().stream()
                                .map(field -> FieldItem.of(
                                        field,
                                        choice.of(field),
                                        field.store().equals(CollectionChoice.STORE) ? seen.get(field.name()) : null))
                                .toList(),
                        null,
                        modules.entrySet().stream()
                                .map(module -> new ModuleItem(
                                        module.getKey(), !choice.off().contains(module.getKey()), module.getValue()))
                                .toList(),
                        chosen.version(),
                        chosen.since().orElse(null)));
    }

    /** What a caller chose. */
    public record Choice(
            @Nullable List<String> off, @Nullable Map<String, String> fields) {
        CollectionChoice read(FieldInventory inventory) {
            if (off == null || fields == null) {
                throw Refusal.invalid("body", "off and fields are needed: the choice is replaced as a whole");
            }
            List<Place> problems = new ArrayList<>();
            Map<String, Treatment> treatments = new HashMap<>();
            fields.forEach((name, word) -> {
                try {
                    treatments.put(name, Treatment.ofWire(word));
                } catch (IllegalArgumentException unknown) {
                    problems.add(Place.of("fields." + name, "is none of keep, truncate, pseudonymise, drop"));
                }
            });
            treatments.values().removeIf(treatment -> treatment == Treatment.KEEP);
            CollectionChoice choice = new CollectionChoice(Set.copyOf(off), treatments);
            choice.problems(inventory).forEach((path, message) -> problems.add(Place.of(path, message)));
            if (!problems.isEmpty()) {
                throw Refusal.unprocessable(
                        ErrorCode.INVALID_INPUT,
                        problems.size() + " choices cannot be made; \"problems\" lists them.",
                        problems);
            }
            return choice;
        }
    }

    /** The register. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Register(
            List<FieldItem> items,
            @Nullable String next,
            List<ModuleItem> modules,
            long version,
            @Nullable Instant since) {}

    /** A module and its switch. */
    public record ModuleItem(String module, boolean on, List<String> fields) {}

    /** One field. */
    public record FieldItem(
            String store,
            String name,
            String purpose,
            @JsonProperty("class") String dataClass,
            String retention,
            @JsonProperty("switch") String collectionSwitch,
            boolean collected,
            @Nullable String module,
            String treatment,
            List<String> treatments,
            @Nullable Instant lastSeen) {
        static FieldItem of(Field field, Treatment treatment, @Nullable Instant lastSeen) {
            return new FieldItem(
                    field.store(),
                    field.name(),
                    field.purpose(),
                    field.dataClass().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    field.retention(),
                    field.collectionSwitch(),
                    treatment != Treatment.DROP,
                    field.optional() ? field.collectionSwitch() : null,
                    treatment.wire(),
                    field.treatments().stream().sorted().map(Treatment::wire).toList(),
                    lastSeen);
        }
    }
}
