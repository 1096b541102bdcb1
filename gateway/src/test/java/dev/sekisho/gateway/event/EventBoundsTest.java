package dev.sekisho.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.RecordingSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a client chooses takes a bounded place in an event, and events that wait take a bounded place in memory. */
class EventBoundsTest {
    private final CustomerScope scope =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("test"));

    private static EventDraft draft() {
        return new EventDraft(
                new EventId(new Id128(0, 1)), Instant.EPOCH, "n", new WebEvent.From("", 0, ""), System.nanoTime());
    }

    private static WebEvent large() {
        String much = "x".repeat(60_000);
        EventDraft draft = draft();
        draft.asked(much, "HTTP/1.1", much, much);
        draft.by(Optional.empty(), much, "none");
        draft.through(much, much);
        draft.to("http", much, 80, much, much);
        draft.response("HTTP/1.1", much);
        return draft.finish();
    }

    @Test
    void whatAClientChoosesIsCutVisibly() {
        // When
        WebEvent event = large();

        // Then
        assertThat(event.to().path().getBytes(UTF_8)).hasSize(4_096);
        assertThat(event.to().query().getBytes(UTF_8)).hasSize(4_096);
        assertThat(event.who().groups().getBytes(UTF_8)).hasSize(2_048);
        assertThat(event.http().userAgent().getBytes(UTF_8)).hasSize(512);
        assertThat(event.http().referrer().getBytes(UTF_8)).hasSize(512);
        assertThat(event.http().contentType().getBytes(UTF_8)).hasSize(128);
        assertThat(event.http().method().getBytes(UTF_8)).hasSize(32);
        assertThat(event.to().host().getBytes(UTF_8)).hasSize(255);
        assertThat(event.to().sni().getBytes(UTF_8)).hasSize(255);
        assertThat(event.to().connectHost().getBytes(UTF_8)).hasSize(255);
        assertThat(event.to().path()).endsWith("x\u2026");
    }

    @Property(tries = 500)
    void whatFitsIsKeptAndWhatDoesNotIsAPrefix(@ForAll String text, @ForAll @IntRange(min = 3, max = 60) int bytes) {
        String kept = Clip.to(bytes, text);
        if (text.getBytes(UTF_8).length <= bytes) {
            assertThat(kept).isEqualTo(text);
        } else if (!kept.equals(text)) { // lone surrogates are counted at their largest
            assertThat(kept.getBytes(UTF_8).length).isLessThanOrEqualTo(bytes);
            assertThat(kept).endsWith("\u2026");
            assertThat(text).startsWith(kept.substring(0, kept.length() - 1));
        }
    }

    @Test
    void largeEventsThatWaitAreBoundedByTheirBytesAndTheRestIsCounted() {
        // Given
        RecordingSink log = new RecordingSink();
        LongAdder gaps = new LongAdder();
        Outbox outbox = new Outbox(log, 100_000, gaps);
        log.taking(false);

        // When
        for (int i = 0; i < 2_000; i++) {
            outbox.put(scope, WhenLogFails.REFUSE, large());
        }

        // Then
        assertThat(outbox.waiting()).isBetween(100, 1_000);
        assertThat(outbox.waiting() + gaps.sum()).isEqualTo(2_000);

        // When: what waited has gone, there is room again
        int waited = outbox.waiting();
        log.taking(true);
        outbox.retry();
        log.taking(false);
        for (int i = 0; i < 2_000; i++) {
            outbox.put(scope, WhenLogFails.REFUSE, large());
        }

        // Then
        assertThat(outbox.waiting()).isEqualTo(waited);
    }
}
