package dev.sekisho.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.world.RecordingSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final RecordingSink log = new RecordingSink();
    private final LongAdder gaps = new LongAdder();
    private final CustomerScope scope =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("test"));
    private final CustomerScope other =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Gateway("test"));
    private long next;

    private WebEvent event() {
        return new EventDraft(
                        new EventId(new Id128(0, next++)),
                        Instant.EPOCH,
                        "n",
                        new WebEvent.From("", 0, ""),
                        System.nanoTime())
                .finish();
    }

    @Test
    void whatWaitsKeepsItsOrder() {
        // Given
        Outbox outbox = new Outbox(log, 10, gaps);
        log.taking(false);
        outbox.put(scope, WhenLogFails.REFUSE, event());
        outbox.put(scope, WhenLogFails.REFUSE, event());

        // When: the log takes again, and a third comes before the next try
        log.taking(true);
        outbox.put(scope, WhenLogFails.REFUSE, event());
        outbox.retry();

        // Then
        assertThat(log.events()).extracting(e -> e.id().value().low()).containsExactly(0L, 1L, 2L);
    }

    @Test
    void whileSomethingWaitsNothingNewIsAdmittedUnlessGapsAre() {
        // Given
        Outbox outbox = new Outbox(log, 10, gaps);
        assertThat(outbox.admits(scope, WhenLogFails.REFUSE)).isTrue();
        log.taking(false);
        outbox.put(scope, WhenLogFails.REFUSE, event());

        // When
        log.taking(true);

        // Then
        assertThat(outbox.admits(scope, WhenLogFails.REFUSE)).isFalse();
        assertThat(outbox.admits(scope, WhenLogFails.GAP)).isTrue();
        outbox.retry();
        assertThat(outbox.admits(scope, WhenLogFails.REFUSE)).isTrue();
    }

    @Test
    void aCustomerThatAcceptsGapsTakesNobodyElsesRoom() {
        // Given
        Outbox outbox = new Outbox(log, 4, gaps);
        log.taking(false);

        // When
        for (int i = 0; i < 6; i++) {
            outbox.put(scope, WhenLogFails.GAP, event());
        }
        long lost = gaps.sum();
        outbox.put(other, WhenLogFails.REFUSE, event());
        outbox.put(other, WhenLogFails.REFUSE, event());

        // Then
        assertThat(lost).isEqualTo(4);
        assertThat(gaps.sum()).isEqualTo(4);
        assertThat(outbox.waiting()).isEqualTo(4);
    }

    @Test
    void aCustomerWhoseEventsAreNotTakenHoldsUpNobodyElse() {
        // Given: the log takes nothing of one customer, and events of it wait
        Outbox outbox = new Outbox(log, 4, gaps);
        log.takingNothingOf(Set.of(scope.customer()));
        for (int i = 0; i < 3; i++) {
            outbox.put(scope, WhenLogFails.REFUSE, event());
        }

        // When
        boolean admitted = outbox.admits(other, WhenLogFails.REFUSE);
        outbox.put(other, WhenLogFails.REFUSE, event());
        outbox.retry();

        // Then
        assertThat(admitted).isTrue();
        assertThat(outbox.admits(scope, WhenLogFails.REFUSE)).isFalse();
        assertThat(log.stored()).extracting(RecordingSink.Stored::customer).containsExactly(other.customer());
        assertThat(outbox.waiting()).isEqualTo(2);
        assertThat(gaps.sum()).isEqualTo(1);
    }

    @Property(tries = 200)
    void everyEventIsStoredOnceOrCounted(@ForAll @Size(max = 60) boolean[] taking) {
        // Given
        RecordingSink sink = new RecordingSink();
        Outbox outbox = new Outbox(sink, 5, new LongAdder());

        // When
        for (boolean now : taking) {
            sink.taking(now);
            outbox.put(scope, now ? WhenLogFails.REFUSE : WhenLogFails.GAP, event());
            outbox.retry();
        }
        outbox.close();

        // Then
        assertThat(sink.events().size() + sink.gaps()).isEqualTo(taking.length);
        assertThat(sink.events()).extracting(WebEvent::id).doesNotHaveDuplicates();
    }

    @Test
    void identifiersDifferAndDoNotFollowFromEachOther() {
        // Given
        EventIds ids = new EventIds(new SecureRandom());
        EventIds others = new EventIds(new SecureRandom());

        // When
        Set<EventId> seen = new HashSet<>();
        int ones = 0;
        for (int i = 0; i < 10_000; i++) {
            EventId id = ids.next();
            seen.add(id);
            seen.add(others.next());
            ones += Long.bitCount(id.value().high()) + Long.bitCount(id.value().low());
        }

        // Then
        assertThat(seen).hasSize(20_000);
        assertThat(ones / 10_000.0).isBetween(63.0, 65.0);
    }
}
