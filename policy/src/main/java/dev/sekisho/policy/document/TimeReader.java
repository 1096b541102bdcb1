package dev.sekisho.policy.document;

import dev.sekisho.policy.rules.TimeWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads time windows: {@code {days: [mon, fri], from: "09:00", to: "17:00", zone: Asia/Tokyo}}. */
final class TimeReader {
    private static final Set<String> KEYS = new TreeSet<>(Set.of("days", "from", "to", "zone"));

    private TimeReader() {}

    /** Whether a mapping is {@code {in: …, not: …}} rather than a window. */
    static boolean isPolarity(Place place) {
        return place.node() instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && (key.getValue().equals("in")
                                        || key.getValue().equals("not")));
    }

    /** The window, unless there is a problem. */
    static Optional<TimeWindow> read(Place place) {
        Map<String, Place> fields = place.fields(KEYS);
        if (!place.isMapping()) {
            return Optional.empty();
        }
        Place from = fields.get("from");
        Place to = fields.get("to");
        Place zone = fields.get("zone");
        if (from == null || to == null || zone == null) {
            place.problem(
                    ProblemCode.MISSING_KEY,
                    "A time window needs \"from\", \"to\" and \"zone\", for example"
                            + " {days: [mon], from: \"09:00\", to: \"17:00\", zone: Asia/Tokyo}.");
            return Optional.empty();
        }
        Optional<Set<DayOfWeek>> days = days(fields);
        Optional<LocalTime> start = time(from);
        Optional<LocalTime> end = time(to);
        Optional<ZoneId> in = zone(zone);
        return days.isPresent() && start.isPresent() && end.isPresent() && in.isPresent()
                ? Optional.of(new TimeWindow(days.get(), start.get(), end.get(), in.get()))
                : Optional.empty();
    }

    private static Optional<Set<DayOfWeek>> days(Map<String, Place> fields) {
        Place place = fields.get("days");
        if (place == null) {
            return Optional.of(EnumSet.allOf(DayOfWeek.class));
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (Place value : place.values(7)) {
            Optional<String> text = value.text();
            for (DayOfWeek day : DayOfWeek.values()) {
                if (text.isPresent() && TimeWindow.wire(day).equals(text.get())) {
                    days.add(day);
                    text = Optional.empty();
                }
            }
            if (text.isPresent()) {
                value.problem(ProblemCode.BAD_TIME, "A day is one of mon, tue, wed, thu, fri, sat, sun.");
            }
        }
        return days.isEmpty() ? Optional.empty() : Optional.of(days);
    }

    private static Optional<LocalTime> time(Place place) {
        return place.text().flatMap(text -> {
            if (!text.matches("([01][0-9]|2[0-3]):[0-5][0-9]")) {
                place.problem(ProblemCode.BAD_TIME, "A time is written as \"09:00\", in quotes.");
                return Optional.empty();
            }
            return Optional.of(LocalTime.parse(text));
        });
    }

    private static Optional<ZoneId> zone(Place place) {
        return place.text().flatMap(text -> {
            try {
                return Optional.of(ZoneId.of(text));
            } catch (DateTimeException e) {
                place.problem(ProblemCode.BAD_TIME, "This is not a time zone such as Asia/Tokyo.");
                return Optional.empty();
            }
        });
    }
}
