package dev.sekisho.control.operator;

import dev.sekisho.control.HealthSource.State;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /healthz}. */
@RestController
public class HealthApi {
    private final Health health;

    /** Asks the parts. */
    public HealthApi(Health health) {
        this.health = health;
    }

    /** 200 while the service works, 503 when a part is down. */
    @GetMapping("/healthz")
    public ResponseEntity<Item> health() {
        List<Health.Part> parts = health.parts();
        State worst = Health.worst(parts);
        Item item = new Item(
                word(worst),
                parts.stream()
                        .map(part -> new PartItem(part.part(), word(part.state()), part.detail()))
                        .toList());
        return ResponseEntity.status(worst == State.DOWN ? 503 : 200).body(item);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The answer. */
    public record Item(String state, List<PartItem> parts) {}

    /** One part. */
    public record PartItem(String part, String state, String detail) {}
}
