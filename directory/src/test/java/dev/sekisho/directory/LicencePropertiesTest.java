package dev.sekisho.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Licence.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.BiFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The law of licences: whole UTC days, one way, exact at each boundary; whatever year it is. */
class LicencePropertiesTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

    /** By counting seconds, which the licence itself does not do. */
    private static State oracle(Licence licence, Instant now) {
        long day = Duration.ofDays(1).toSeconds();
        long since = now.getEpochSecond() - licence.expires().toEpochDay() * day;
        if (since < 0) {
            return State.ACTIVE;
        }
        if (licence.kind() == Licence.Kind.TRIAL) {
            return since < 45 * day ? State.LOCKED : State.DELETING;
        }
        return since < 30 * day ? State.GRACE : since < 121 * day ? State.LOCKED : State.DELETING;
    }

    private static void expectLaw(Licence licence, long second, BiFunction<Licence, Instant, State> rule) {
        Instant now = licence.day(0).plusSeconds(second);
        assertThat(rule.apply(licence, now)).isEqualTo(oracle(licence, now));
        assertThat(rule.apply(licence, now.plusSeconds(1))).isGreaterThanOrEqualTo(rule.apply(licence, now));
        for (Instant boundary : new Instant[] {licence.day(0), licence.lock(), licence.deletion()}) {
            for (int off = -1; off <= 1; off++) {
                Instant near = boundary.plusSeconds(off);
                assertThat(rule.apply(licence, near)).as("%s", near).isEqualTo(oracle(licence, near));
            }
        }
    }

    @Property
    void aStateIsExactAtEachBoundaryAndNeverGoesBack(
            @ForAll @IntRange(max = 4_000) int day,
            @ForAll boolean trial,
            @ForAll @LongRange(min = -9_000_000, max = 12_000_000) long second) {
        LocalDate expires = FIRST.plusDays(day);
        expectLaw(trial ? Licence.trial(expires) : Licence.full(expires), second, Licence::at);
    }

    @Example
    void aRuleThatIsOneDayOffBreaksTheLaw() {
        // Given
        BiFunction<Licence, Instant, State> early = (licence, now) -> licence.at(now.plus(Duration.ofDays(1)));
        BiFunction<Licence, Instant, State> late = (licence, now) -> licence.at(now.minusSeconds(1));

        // Then
        Licence licence = Licence.full(LocalDate.parse("2028-02-29"));
        assertThatThrownBy(() -> expectLaw(licence, 0, early)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> expectLaw(licence, 0, late)).isInstanceOf(AssertionError.class);
    }

    @Property
    void aRenewalNeverMovesABoundaryToAnEarlierTime(
            @ForAll @IntRange(max = 4_000) int day, @ForAll @IntRange(max = 800) int longer, @ForAll boolean trial) {
        Licence before = trial ? Licence.trial(FIRST.plusDays(day)) : Licence.full(FIRST.plusDays(day));
        Licence after = before.renewed(Licence.Kind.FULL, before.expires().plusDays(longer));
        assertThat(after.lock()).isAfterOrEqualTo(before.lock());
        assertThat(after.deletion()).isAfterOrEqualTo(before.deletion());
        assertThat(after.deletion().atOffset(ZoneOffset.UTC).toLocalTime()).isEqualTo(java.time.LocalTime.MIDNIGHT);
    }
}
