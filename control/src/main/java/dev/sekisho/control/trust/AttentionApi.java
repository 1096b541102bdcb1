package dev.sekisho.control.trust;

import dev.sekisho.control.HealthSource;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.operator.Health;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.ApiTokens.ApiToken;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Policies.PolicyVersion;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.hold.Hold;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether everything works, and what needs somebody: only what is measured, nothing that is assumed. */
@RestController
public class AttentionApi {
    private static final Duration LOOK_BACK = Duration.ofDays(1);
    private static final int MAX_WAITING = 1_000;
    private static final Set<Erasure.State> WAITING =
            Set.of(Erasure.State.RECEIVED, Erasure.State.ACKNOWLEDGED, Erasure.State.IDENTIFIED);
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
        licence(desk).ifPresent(items::add);
        waiting(desk).forEach(items::add);
        if (desk.may(Permission.TOKENS_WRITE)) {
            tokens(desk).ifPresent(items::add);
        }
        return Page.whole(items);
    }

    private Optional<Item> gaps(CustomerDesk desk) {
        Instant now = dataClock.instant();
        Map<Instant, Long> gaps = desk.gaps(now.minus(LOOK_BACK), now);
        long events = gaps.values().stream().mapToLong(Long::longValue).sum();
        return events == 0
                ? Optional.empty()
                : gaps.keySet().stream()
                        .min(Instant::compareTo)
                        .map(since -> new Item("events-not-stored", "high", events, null, since));
    }

    private Optional<Item> licence(CustomerDesk desk) {
        Licence licence = desk.trust().licence();
        return switch (licence.at(dataClock.instant())) {
            case ACTIVE -> Optional.empty();
            case GRACE -> Optional.of(new Item("licence-grace", "medium", 1, null, licence.day(0)));
            case LOCKED, DELETING -> Optional.of(new Item("licence-locked", "high", 1, null, licence.lock()));
        };
    }

    /** What waits for a person of the customer, for those who may see it. */
    private static List<Item> waiting(CustomerDesk desk) {
        List<Item> items = new ArrayList<>();
        if (desk.may(Permission.ERASURE_READ)) {
            List<Erasure> open = desk.trust().erasures().list(Optional.empty(), MAX_WAITING).stream()
                    .filter(erasure -> WAITING.contains(erasure.state()))
                    .toList();
            open.stream()
                    .map(Erasure::received)
                    .min(Instant::compareTo)
                    .ifPresent(since -> items.add(new Item("erasure-waiting", "medium", open.size(), null, since)));
        }
        if (desk.may(Permission.HOLD_READ)) {
            long requested = desk.trust().holds().list().stream()
                    .filter(hold -> hold.state() == Hold.State.REQUESTED)
                    .count();
            if (requested > 0) {
                items.add(new Item("hold-waiting", "medium", requested, null, null));
            }
        }
        return items;
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
