package dev.sekisho.lake.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.RandomEvents;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EventBufferTest {
    private static EventBuffer empty() {
        return new EventBuffer(new Id128(1, 2), LocalDate.of(2026, 11, 22));
    }

    private static List<WebEvent> events(EventBuffer buffer) {
        return IntStream.range(0, buffer.rows())
                .mapToObj(row -> buffer.row(row).toEvent())
                .toList();
    }

    @Property(tries = 40)
    void whatTheLogHoldsIsWhatTheBufferHolds(@ForAll @IntRange(max = 300) int count, @ForAll long seed) {
        // Given
        List<WebEvent> events = new RandomEvents(seed).list(count);
        EventBuffer written = empty();
        EventBuffer replayed = empty();
        EventBuffer rewritten = empty();
        ByteWriter log = new ByteWriter();
        RowValues values = new RowValues();

        // When
        events.forEach(event -> written.append(values.take(event), log));
        replayed.replay(new ByteReader(log.toBytes()), count);
        ByteWriter full = new ByteWriter();
        replayed.rewrite(full);
        rewritten.replay(new ByteReader(full.toBytes()), count);
        List.of(written, replayed, rewritten).forEach(buffer -> buffer.publish(count));

        // Then
        assertThat(events(written)).isEqualTo(events);
        assertThat(events(replayed)).isEqualTo(events);
        assertThat(events(rewritten)).isEqualTo(events);
        assertThat(full.toBytes()).isEqualTo(log.toBytes());
    }

    @Test
    void rowsAreNotVisibleBeforeTheyArePublished() {
        // Given
        EventBuffer buffer = empty();
        buffer.append(new RowValues().take(new RandomEvents(3).at(RandomEvents.START)), new ByteWriter());

        // Then
        assertThat(buffer.rows()).isZero();
        assertThatThrownBy(() -> buffer.row(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // the point of the test
    void anEventWithAMissingValueLeavesNoTrace() {
        // Given
        WebEvent good = new RandomEvents(3).at(RandomEvents.START);
        WebEvent bad = new WebEvent(
                good.id(),
                good.time(),
                null,
                good.bundle(),
                good.who(),
                good.from(),
                good.to(),
                good.http(),
                good.tls(),
                good.decided(),
                good.timing());

        // Then
        assertThatThrownBy(() -> new RowValues().take(bad)).isInstanceOf(SekishoException.class);
    }
}
