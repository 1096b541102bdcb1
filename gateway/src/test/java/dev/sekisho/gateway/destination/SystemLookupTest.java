package dev.sekisho.gateway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One customer's slow names do not keep the names of others from being found. */
class SystemLookupTest {
    private static final ScopeIssuer ISSUER = ScopeIssuer.create(new Region("lab"));
    private final CustomerScope slow = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    private final CustomerScope other = ISSUER.issueForNewCustomer(new Actor.Gateway("test"));
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final AtomicInteger asking = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final SystemLookup lookup = new SystemLookup(2_000, Duration.ofSeconds(60), this::ask);

    private Answer ask(String name) {
        if (name.startsWith("slow")) {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            try {
                if (!stuck.await(20, TimeUnit.SECONDS)) {
                    return Answer.none(Resolution.Reason.TIMEOUT);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                asking.decrementAndGet();
            }
        }
        return Answer.found(List.of(DestinationGuardTest.address("192.0.2.1")), Duration.ofSeconds(1));
    }

    @AfterEach
    void close() {
        stuck.countDown();
        lookup.close();
    }

    @Test
    void aCustomerWhoseNamesAreSlowStopsNobodyElse() {
        // Given
        List<CompletableFuture<Answer>> waiting = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            waiting.add(lookup.find(slow.customer(), "slow" + i + ".test"));
        }

        // When
        Answer found = lookup.find(other.customer(), "quick.test")
                .orTimeout(5, TimeUnit.SECONDS)
                .join();

        // Then
        assertThat(found.failure()).isEmpty();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        stuck.countDown();
        for (CompletableFuture<Answer> each : waiting) {
            assertThat(each.orTimeout(10, TimeUnit.SECONDS).join().failure()).isEmpty();
        }
        assertThat(most.get()).isBetween(1, SystemLookup.AT_ONCE);
    }

    @Test
    void whatACustomerMayHaveWaitingIsBoundedAndTheRestIsRefused() {
        // Given
        for (int i = 0; i < SystemLookup.AT_ONCE + SystemLookup.WAITING; i++) {
            assertThat(lookup.find(slow.customer(), "slow" + i + ".test").isDone())
                    .isFalse();
        }

        // When
        CompletableFuture<Answer> further = lookup.find(slow.customer(), "slow.test");

        // Then
        assertThat(further.join().failure()).contains(Resolution.Reason.OVERLOADED);
        assertThat(lookup.find(other.customer(), "quick.test")
                        .orTimeout(5, TimeUnit.SECONDS)
                        .join()
                        .failure())
                .isEmpty();
    }
}
