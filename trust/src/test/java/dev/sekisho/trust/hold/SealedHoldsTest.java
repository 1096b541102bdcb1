package dev.sekisho.trust.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.erasure.ErasureDesk;
import dev.sekisho.trust.receipt.Subject.Customer;
import dev.sekisho.trust.region.TrustRegion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedHoldsTest {
    private static final LocalDate FROM = LocalDate.of(2026, 11, 1);
    private static final LocalDate TO = LocalDate.of(2026, 11, 20);
    private static final Instant EXPIRES = TrustRegion.START.plus(Duration.ofDays(100));

    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private PersonToken hanako;
    private PersonToken taro;
    private SealedHolds asHanako;
    private SealedHolds asTaro;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        hanako = region.person(aoi, "hanako@aoi.example", Role.ADMINISTRATOR);
        taro = region.person(aoi, "taro@aoi.example", Role.ADMINISTRATOR);
        asHanako = region.erasures.holds(region.as(aoi, hanako));
        asTaro = region.erasures.holds(region.as(aoi, taro));
    }

    @AfterEach
    void close() {
        region.close();
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Hold asked() {
        return asHanako.request("case 7", Optional.empty(), FROM, TO, EXPIRES);
    }

    private Hold active() {
        Hold asked = asked();
        return asTaro.approve(asked.id(), asked.version());
    }

    @Test
    void aHoldNeedsTwoPersonsToBeginAndTwoToEnd() {
        // Given
        Hold asked = asked();
        assertRefused(ErrorCode.SECOND_PERSON_NEEDED, () -> asHanako.approve(asked.id(), asked.version()));
        assertThat(region.events.holds).isEmpty();
        // When
        Hold active = asTaro.approve(asked.id(), asked.version());
        // Then
        assertThat(active.state()).isEqualTo(Hold.State.ACTIVE);
        assertThat(region.events.holds).containsExactly(asked.id());
        // When
        Hold ending = asTaro.release(active.id(), active.version());
        // Then
        assertThat(ending.state()).isEqualTo(Hold.State.ACTIVE);
        assertThat(ending.releaseRequestedBy()).contains(taro);
        assertRefused(ErrorCode.SECOND_PERSON_NEEDED, () -> asTaro.release(ending.id(), ending.version()));
        Hold ended = asHanako.release(ending.id(), ending.version());
        assertThat(ended.state()).isEqualTo(Hold.State.RELEASED);
        assertThat(region.events.holds).isEmpty();
    }

    @Test
    void aHoldEndsByItselfOnTime() throws Exception {
        // Given
        Hold active = active();
        Hold never = asHanako.request("never approved", Optional.empty(), FROM, TO, EXPIRES);
        HoldJob job = new HoldJob(region.desk, region.events);
        region.pass(Duration.ofDays(100).minusMillis(1));
        job.run(Instant.EPOCH);
        assertThat(asTaro.find(active.id()).orElseThrow().state()).isEqualTo(Hold.State.ACTIVE);
        // When
        region.pass(Duration.ofMillis(1));
        job.run(Instant.EPOCH);
        // Then
        assertThat(asTaro.find(active.id()).orElseThrow().state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(asTaro.find(never.id()).orElseThrow().state()).isEqualTo(Hold.State.EXPIRED);
        assertThat(region.events.holds).isEmpty();
        assertThat(region.events.calls).containsExactly("hold", "release");
    }

    @Test
    void whatTheLakeCouldNotDoIsDoneByTheNextRun() throws Exception {
        // Given
        Hold asked = asked();
        region.events.failing = true;
        assertRefused(ErrorCode.DISK_FAILED, () -> asTaro.approve(asked.id(), asked.version()));
        // Then it holds already, as far as erasure is concerned
        assertThat(asTaro.blocking(Optional.of(taro))).contains(asked.id());
        // When
        region.events.failing = false;
        new HoldJob(region.desk, region.events).run(Instant.EPOCH);
        // Then
        assertThat(region.events.holds).containsExactly(asked.id());
    }

    @Test
    void aRefusedHoldHoldsNothing() {
        // Given
        Hold asked = asked();
        // When
        Hold refused = asTaro.refuse(asked.id(), asked.version());
        // Then
        assertThat(refused.state()).isEqualTo(Hold.State.REFUSED);
        assertThat(asTaro.blocking(Optional.empty())).isEmpty();
        assertRefused(ErrorCode.CONFLICT, () -> asTaro.approve(asked.id(), refused.version()));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Instant now = TrustRegion.START;
        assertRefused(ErrorCode.INVALID_INPUT, () -> asHanako.request("", Optional.empty(), FROM, TO, EXPIRES));
        assertRefused(
                ErrorCode.INVALID_INPUT, () -> asHanako.request("x".repeat(201), Optional.empty(), FROM, TO, EXPIRES));
        assertRefused(ErrorCode.INVALID_INPUT, () -> asHanako.request("x", Optional.empty(), TO, FROM, EXPIRES));
        assertRefused(ErrorCode.INVALID_INPUT, () -> asHanako.request("x", Optional.empty(), FROM, TO, now));
        assertRefused(
                ErrorCode.INVALID_INPUT,
                () -> asHanako.request("x", Optional.empty(), FROM, TO, now.plus(Duration.ofDays(5 * 366 + 1))));
        assertRefused(
                ErrorCode.SECOND_PERSON_NEEDED,
                () -> region.erasures.holds(aoi).request("by a job", Optional.empty(), FROM, TO, EXPIRES));
    }

    @Test
    void everyStepIsAReceipt() {
        // Given
        Hold active = active();
        Hold ending = asTaro.release(active.id(), active.version());
        asHanako.release(ending.id(), ending.version());
        // Then
        Customer subject = new Customer(region.directory.of(aoi).reference());
        assertThat(region.receipts.list(subject, Long.MAX_VALUE, 10).reversed().stream()
                        .filter(receipt -> receipt.statement().kind() == ReceiptKind.HOLD)
                        .map(receipt -> receipt.statement().facts().get("step")))
                .containsExactly("requested", "placed", "release-requested", "released");
    }

    @Test
    void aClockThatLeaptEndsNoHold() {
        // Given
        Hold active = active();
        ErasureDesk disbelieving = region.disbelieving();
        HoldJob job = new HoldJob(disbelieving.desk(), region.events);
        // When
        region.pass(Duration.ofDays(200));
        // Then
        assertRefused(ErrorCode.CLOCK_LEAPT, () -> job.run(Instant.EPOCH));
        assertThat(asTaro.find(active.id()).orElseThrow().state()).isEqualTo(Hold.State.ACTIVE);
        assertThat(region.events.holds).containsExactly(active.id());
    }

    @Test
    void whatTheJobWasFirstToDoIsDoneForWhoAskedForIt() {
        // Given
        Hold asked = asked();
        HoldJob job = new HoldJob(region.desk, region.events);
        region.events.whileHolding = () -> run(job);
        // When
        Hold active = asTaro.approve(asked.id(), asked.version());
        // Then
        assertThat(active.state()).isEqualTo(Hold.State.ACTIVE);
        assertThat(region.events.calls).containsExactly("hold", "hold");
        // When
        Hold ending = asTaro.release(active.id(), active.version());
        region.events.whileHolding = () -> run(job);
        Hold ended = asHanako.release(ending.id(), ending.version());
        // Then
        assertThat(ended.state()).isEqualTo(Hold.State.RELEASED);
        assertThat(region.events.holds).isEmpty();
    }

    @Test
    void aHoldThatEndsWhileTheLakeStillSealsLeavesNothing() {
        // Given
        Hold asked = asked();
        region.events.whileHolding = () -> {
            run(new HoldJob(region.desk, region.events));
            Hold active = asTaro.find(asked.id()).orElseThrow();
            Hold ending = asTaro.release(active.id(), active.version());
            asHanako.release(ending.id(), ending.version());
            // What the first call goes on sealing.
            region.events.holds.add(asked.id());
        };
        // When
        Hold ended = asTaro.approve(asked.id(), asked.version());
        // Then
        assertThat(ended.state()).isEqualTo(Hold.State.RELEASED);
        assertThat(region.events.holds).isEmpty();
    }

    private static void run(HoldJob job) {
        try {
            job.run(Instant.EPOCH);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void holdsThatEndedLeaveRoomForNewOnes() {
        // Given
        store(1_000, Hold.State.RELEASED);
        store(999, Hold.State.REQUESTED);
        // When
        Hold asked = asked();
        // Then
        assertThat(asked.state()).isEqualTo(Hold.State.REQUESTED);
        assertRefused(ErrorCode.CONFLICT, this::asked);
    }

    private void store(int count, Hold.State state) {
        region.desk.store(aoi).transact(transaction -> {
            for (int i = 0; i < count; i++) {
                StoredHold form = new StoredHold(
                        "case " + i,
                        "",
                        FROM.toString(),
                        TO.toString(),
                        EXPIRES.toEpochMilli(),
                        state.name(),
                        TrustRegion.START.toEpochMilli(),
                        hanako.toString(),
                        "",
                        0,
                        "",
                        0,
                        false,
                        true);
                StoredHold.KIND.insert(transaction, region.desk.newId(), form, Map.of());
            }
            return count;
        });
    }
}
