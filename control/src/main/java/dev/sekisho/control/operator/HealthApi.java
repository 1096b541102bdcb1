package dev.sekisho.control.operator;

import dev.sekisho.control.HealthSource.State;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /healthz}. */
@RestController
public class HealthApi {
    private final Health health;
    private final OperatorSight sight;

    /** Asks the parts; details go to those whom {@code sight} lets see them. */
    public HealthApi(Health health, OperatorSight sight) {
        this.health = health;
        this.sight = sight;
    }

    /** 200 while the service works, 503 when a part is down; the parts are the operator's, the word is everybody's. */
    @GetMapping("/healthz")
    public ResponseEntity<Item> health(HttpServletRequest request) {
        List<Health.Part> parts = health.parts();
        State worst = Health.worst(parts);
        Item item = new Item(
                word(worst),
                sight.sees(request)
                        ? parts.stream()
                                .map(part -> new PartItem(part.part(), word(part.state()), part.detail()))
                                .toList()
                        : List.of());
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
