package dev.sekisho.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake.Cursor;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Positions in the log survive the trip through an address. */
class CursorsTest {
    @Property(tries = 300)
    void whatIsWrittenIsReadAgain(
            @ForAll @LongRange(min = 0, max = 10_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll long high,
            @ForAll long low) {
        Cursor cursor = new Cursor(Instant.ofEpochSecond(second, nano), new EventId(new Id128(high, low)));
        assertThat(Cursors.read(Cursors.write(cursor))).contains(cursor);
    }

    @Property(tries = 500)
    void whatIsNotACursorIsNone(@ForAll String text) {
        if (text.length() != 38) {
            assertThat(Cursors.read(text)).isEmpty();
        }
    }
}
