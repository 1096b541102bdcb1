package dev.sekisho.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimeWindowTest {
    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    @Test
    void theFirstMinuteIsInAndTheLastIsOut() {
        TimeWindow window = window(EVERY_DAY, "09:00", "17:00", "Asia/Tokyo");

        assertThat(window.contains(Instant.parse("2026-11-21T23:59:59.999Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-11-22T00:00:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-22T07:59:59.999Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-22T08:00:00Z"))).isFalse();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
        // Given Friday night, and 20 November 2026 is a Friday
        TimeWindow window = window(EnumSet.of(DayOfWeek.FRIDAY), "22:00", "05:00", "UTC");

        assertThat(window.contains(Instant.parse("2026-11-20T23:00:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-21T04:59:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-21T05:00:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-11-21T23:00:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-11-20T04:00:00Z"))).isFalse();
    }

    @Test
    void theWallClockDecidesWhenClocksChange() {
        // Given Berlin, where 02:00 to 03:00 does not exist on 29 March 2026 and comes twice on 25 October 2026
        TimeWindow window = window(EVERY_DAY, "02:00", "03:00", "Europe/Berlin");

        assertThat(window.contains(Instant.parse("2026-03-29T00:59:59Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-03-29T01:00:00Z"))).isFalse();
        assertThat(window.contains(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-10-25T01:30:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-10-25T02:30:00Z"))).isFalse();
    }

    @Test
    void equalTimesAreAWholeDay() {
        TimeWindow window = window(EnumSet.of(DayOfWeek.SUNDAY), "06:00", "06:00", "UTC");

        assertThat(window.contains(Instant.parse("2026-11-22T06:00:00Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-23T05:59:59Z"))).isTrue();
        assertThat(window.contains(Instant.parse("2026-11-23T06:00:00Z"))).isFalse();
    }

    private static TimeWindow window(Set<DayOfWeek> days, String from, String to, String zone) {
        return new TimeWindow(days, LocalTime.parse(from), LocalTime.parse(to), ZoneId.of(zone));
    }
}
