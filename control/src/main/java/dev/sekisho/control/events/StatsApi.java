package dev.sekisho.control.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.CustomerLake.Dimension;
import dev.sekisho.lake.CustomerLake.Group;
import dev.sekisho.lake.CustomerLake.Measure;
import dev.sekisho.lake.CustomerLake.Stats;
import dev.sekisho.lake.CustomerLake.StatsQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sums over the log. */
@RestController
public class StatsApi {
    private final InstantSource clock;

    /** "Now" is what {@code clock} shows. */
    public StatsApi(InstantSource clock) {
        this.clock = clock;
    }

    /** Sums by one dimension. */
    @GetMapping("/api/v1/stats")
    public StatsItem stats(
            @RequestParam(name = "measure", defaultValue = "requests") String measure,
            @RequestParam(name = "by", required = false) @Nullable String by,
            HttpServletRequest request,
            CustomerDesk desk) {
        Measure what = word(Measure.class, "measure", measure);
        Optional<Dimension> dimension = Optional.ofNullable(by).map(text -> word(Dimension.class, "by", text));
        EventFilter filter = EventFilter.read(request, desk, clock.instant());
        Stats stats = filter.nobody()
                ? new Stats(List.of(), 0, new dev.sekisho.lake.CustomerLake.Coverage(0, 0))
                : desk.events(filter.look("events.read"))
                        .stats(new StatsQuery(
                                what, dimension, filter.query(), filter.query().limit()));
        boolean people = dimension.equals(Optional.of(Dimension.USER));
        return new StatsItem(
                measure,
                by,
                filter.query().from(),
                filter.query().to(),
                stats.groups().stream()
                        .map(group ->
                                people ? person(group, desk) : new GroupItem(group.key(), group.value(), null, null))
                        .toList(),
                stats.total(),
                CoverageItem.of(stats.coverage()));
    }

    private static GroupItem person(Group group, CustomerDesk desk) {
        try {
            PersonToken token = PersonToken.parse(group.key());
            return new GroupItem(group.key(), group.value(), token.pseudonym(), desk.nameOf(token));
        } catch (IllegalArgumentException nobody) {
            return new GroupItem(group.key(), group.value(), null, null);
        }
    }

    private static <E extends Enum<E>> E word(Class<E> type, String name, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        throw Refusal.invalid(name, "is none of the words that docs/api/openapi.yaml lists");
    }

    /** The answer. */
    public record StatsItem(
            String measure,
            @Nullable String by,
            Instant from,
            Instant to,
            List<GroupItem> groups,
            long total,
            CoverageItem coverage) {}

    /** One sum. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GroupItem(
            String key,
            long value,
            @Nullable String pseudonym,
            @Nullable String userName) {}
}
