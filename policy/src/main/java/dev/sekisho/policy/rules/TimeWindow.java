package dev.sekisho.policy.rules;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A part of the day on some days of the week, by the wall clock of a place: when clocks change, the window changes with them.
 *
 * @param days the days on which it begins
 * @param from the first minute
 * @param to the minute after the last; not after {@code from} means on the next day, so that equal times are 24 hours
 * @param zone an IANA time zone
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    /** Keeps its own copy. */
    public TimeWindow {
        days = Set.copyOf(days);
    }

    /** Whether the instant lies in the window. */
    public boolean contains(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek today = local.getDayOfWeek();
        if (from.isBefore(to)) {
            return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(today) && !time.isBefore(from)) || (days.contains(today.minus(1)) && time.isBefore(to));
    }

    /** The three-letter spelling of a day in documents. */
    public static String wire(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    /** For example {@code mon,tue 09:00-17:00 Asia/Tokyo}. */
    @Override
    public String toString() {
        Set<DayOfWeek> ordered = EnumSet.noneOf(DayOfWeek.class);
        ordered.addAll(days);
        return ordered.stream().map(TimeWindow::wire).collect(Collectors.joining(",")) + " " + from + "-" + to + " "
                + zone;
    }
}
