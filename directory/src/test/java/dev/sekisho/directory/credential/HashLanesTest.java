package dev.sekisho.directory.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashes that a test holds: whoever floods holds up nobody but itself. */
@Timeout(60)
class HashLanesTest {
    private static final char[] PASSWORD = "violet-harbour-untied-7".toCharArray();

    private final CountDownLatch held = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);
    private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void letGo() {
        held.countDown();
        visitors.close();
    }

    private static CustomerId customer() {
        return ScopeIssuer.create(new Region("lab"))
                .issueForNewCustomer(new Actor.Job("test"))
                .customer();
    }

    private Boolean hold() throws InterruptedException {
        begun.release();
        return held.await(50, TimeUnit.SECONDS);
    }

    /** As many sign-ins of one customer as there may be, none of which ends. */
    private List<Future<Boolean>> flood(HashLanes lanes, CustomerId customer, int size) throws InterruptedException {
        List<Future<Boolean>> flood = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            flood.add(visitors.submit(() -> lanes.ofCustomer(customer, this::hold)));
        }
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        return flood;
    }

    @Test
    void theConsoleSignsInDuringTheFloodOfACustomer() throws Exception {
        // Given
        HashLanes lanes = new HashLanes(2);
        Argon2Hash hashes = new Argon2Hash(new SecureRandom(), lanes);
        String stored = hashes.hash(PASSWORD);
        flood(lanes, customer(), HashLanes.CUSTOMER_MAX);
        crowd(lanes);
        // When // Then
        assertThat(hashes.verify(Optional.of(stored), PASSWORD)).isTrue();
        assertThat(hashes.verify(Optional.of(stored), "violet-harbour-untied-8".toCharArray()))
                .isFalse();
    }

    private void crowd(HashLanes lanes) {
        CustomerId another = customer();
        for (int i = 0; i < HashLanes.CUSTOMER_MAX; i++) {
            var unused = visitors.submit(() -> lanes.ofCustomer(another, this::hold));
        }
    }

    @Test
    void anotherCustomerSignsInDuringTheFlood() throws Exception {
        // Given
        HashLanes lanes = new HashLanes(4);
        Argon2Hash hashes = new Argon2Hash(new SecureRandom(), lanes);
        String stored = hashes.hash(PASSWORD);
        CustomerId flooding = customer();
        flood(lanes, flooding, HashLanes.CUSTOMER_MAX);
        // When // Then
        assertThat(hashes.verify(customer(), Optional.of(stored), PASSWORD)).isTrue();
        // and the one that floods waits
        assertThatThrownBy(() -> hashes.verify(flooding, Optional.of(stored), PASSWORD))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS));
    }

    @Test
    void oneCoreIsLeftToTheTrafficAndOnThreeOneToOtherCustomers() throws Exception {
        // Given
        HashLanes lanes = new HashLanes(4);
        flood(lanes, customer(), 8);
        flood(lanes, customer(), 8);
        // Then all three threads are taken and no fourth computes
        assertThat(begun.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun.tryAcquire(300, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void whoeverWaitsTooLongIsRefusedAndServedWhenTheOthersAreDone() throws Exception {
        // Given
        HashLanes lanes = new HashLanes(2);
        CustomerId customer = customer();
        List<Future<Boolean>> flood = flood(lanes, customer, 2);
        assertThat(flood).noneMatch(Future::isDone);
        // When the waiting one has waited for as long as anybody may
        assertThatThrownBy(() -> flood.get(flood.get(0).isDone() ? 0 : 1).get(20, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(SekishoException.class);
        // and the thread is free again
        held.countDown();
        // Then
        assertThat(lanes.ofCustomer(customer, () -> 7)).isEqualTo(7);
    }

    @Test
    void aFailureOfTheWorkIsTheCallersAndTakesNoPlaceAway() {
        HashLanes lanes = new HashLanes(2);
        CustomerId customer = customer();
        for (int i = 0; i < 2 * HashLanes.CUSTOMER_MAX; i++) {
            assertThatThrownBy(() -> lanes.ofCustomer(customer, () -> {
                        throw new IllegalArgumentException("test");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(lanes.ofCustomer(customer, () -> 7)).isEqualTo(7);
    }
}
