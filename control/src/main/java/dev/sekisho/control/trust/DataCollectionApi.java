package dev.sekisho.control.trust;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The register of stored fields, from the one file that the stores check themselves against. */
@RestController
public class DataCollectionApi {
    private static final String EVENTS = "events";

    private final FieldInventory inventory;

    /** Answers from the inventory. */
    public DataCollectionApi(FieldInventory inventory) {
        this.inventory = inventory;
    }

    /** Every field; for those of the log, when this customer's log last held a value. */
    @GetMapping("/api/v1/data-collection")
    public Page<FieldItem> fields(CustomerDesk desk) {
        Map<String, Instant> seen = desk.lake().lastSeen();
        return Page.whole(inventory.all().stream()
                .map(field -> FieldItem.of(field, field.store().equals(EVENTS) ? seen.get(field.name()) : null))
                .toList());
    }

    /** One field. Every field of the register is collected always: there is no switch. */
    public record FieldItem(
            String store,
            String name,
            String purpose,
            @JsonProperty("class") String dataClass,
            String retention,
            @JsonProperty("switch") String collectionSwitch,
            boolean collected,
            @Nullable Instant lastSeen) {
        static FieldItem of(Field field, @Nullable Instant lastSeen) {
            return new FieldItem(
                    field.store(),
                    field.name(),
                    field.purpose(),
                    field.dataClass().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    field.retention(),
                    field.collectionSwitch(),
                    true,
                    lastSeen);
        }
    }
}
