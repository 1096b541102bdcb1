package dev.sekisho.control.trust;

import dev.sekisho.control.HealthSource;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.operator.Health;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.ApiTokens.ApiToken;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Policies.PolicyVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether everything works, and what needs somebody: only what is measured, nothing that is assumed. */
@RestController
public class AttentionApi {
    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofDays(7);

    private final Health health;
    private final InstantSource dataClock;
    private final InstantSource realClock;

    /** Asks the parts; events by {@code dataClock}, tokens by {@code realClock}. */
    public AttentionApi(Health health, InstantSource dataClock, InstantSource realClock) {
        this.health = health;
        this.dataClock = dataClock;
        this.realClock = realClock;
    }

    /** States of the parts, without the details that are the operator's. */
    @GetMapping("/api/v1/protection")
    public Protection protection(CustomerDesk desk) {
        return new Protection(
                realClock.instant(),
                health.parts().stream()
                        .map(part -> new PartItem(part.part(), word(part.state())))
                        .toList(),
                desk.directory()
                        .policies()
                        .current()
                        .map(version -> new PolicyItem(version.number(), version.published()))
                        .orElse(null));
    }

    /** What needs somebody. */
    @GetMapping("/api/v1/attention")
    public Page<Item> attention(CustomerDesk desk) {
        List<Item> items = new ArrayList<>();
        Optional<PolicyVersion> policy = desk.directory().policies().current();
        if (policy.isEmpty()) {
            items.add(new Item("no-policy", "high", 1, null, null));
        }
        List<Health.Part> parts = health.parts();
        for (Health.Part part : parts) {
            if (part.state() == HealthSource.State.DOWN) {
                items.add(new Item("part-down", "high", 1, part.part(), null));
            }
        }
        gaps(desk).ifPresent(items::add);
        for (Health.Part part : parts) {
            if (part.state() == HealthSource.State.DEGRADED) {
                items.add(new Item("part-degraded", "medium", 1, part.part(), null));
            }
        }
        if (desk.may(Permission.TOKENS_WRITE)) {
            tokens(desk).ifPresent(items::add);
        }
        return Page.whole(items);
    }

    private Optional<Item> gaps(CustomerDesk desk) {
        Instant now = dataClock.instant();
        Map<Instant, Long> gaps = desk.lake().gaps(now.minus(LOOK_BACK), now);
        long events = gaps.values().stream().mapToLong(Long::longValue).sum();
        return events == 0
                ? Optional.empty()
                : gaps.keySet().stream()
                        .min(Instant::compareTo)
                        .map(since -> new Item("events-not-stored", "high", events, null, since));
    }

    private Optional<Item> tokens(CustomerDesk desk) {
        Instant now = realClock.instant();
        long soon = desk.directory().tokens().list().stream()
                .map(ApiToken::expires)
                .flatMap(Optional::stream)
                .filter(end -> end.isAfter(now) && end.isBefore(now.plus(SOON)))
                .count();
        return soon == 0 ? Optional.empty() : Optional.of(new Item("token-expires", "low", soon, null, null));
    }

    private static String word(HealthSource.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The parts' states and the policy in force. */
    public record Protection(
            Instant checked, List<PartItem> parts, @Nullable PolicyItem policy) {}

    /** One part. */
    public record PartItem(String part, String state) {}

    /** The policy in force. */
    public record PolicyItem(long version, Instant published) {}

    /** One thing that needs somebody. */
    public record Item(
            String code,
            String severity,
            long count,
            @Nullable String part,
            @Nullable Instant since) {}
}
