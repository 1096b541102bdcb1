package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import dev.sekisho.trust.hold.Hold;
import dev.sekisho.trust.hold.HoldJob;
import dev.sekisho.trust.receipt.Subject.Customer;
import dev.sekisho.trust.region.TrustRegion;
import dev.sekisho.trust.region.WatchedReceipts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests for erasure, from asking to the receipt.
 *
 * <p>One file because every case asks the same desk of the same region.
 */
class SealedErasuresTest {
    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private PersonToken hanako;
    private PersonToken taro;
    private PersonToken user;
    private SealedErasures asHanako;
    private SealedErasures asTaro;
    private ErasureJob job;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        hanako = region.person(aoi, "hanako@aoi.example", Role.ADMINISTRATOR);
        taro = region.person(aoi, "taro@aoi.example", Role.ADMINISTRATOR);
        user = region.person(aoi, "user@aoi.example", Role.USER);
        region.events.counts.put(user, 12L);
        region.events.counts.put(taro, 30L);
        asHanako = region.erasures.of(region.as(aoi, hanako));
        asTaro = region.erasures.of(region.as(aoi, taro));
        job = new ErasureJob(region.erasures);
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

    private Erasure asked() {
        return asHanako.request(new Subject.Person(user), Intake.CONSOLE);
    }

    private Erasure approved() {
        Erasure asked = asked();
        return asTaro.approve(asked.id(), asked.version());
    }

    private List<Receipt> receipts() {
        Customer subject = new Customer(region.directory.of(aoi).reference());
        return region.receipts.list(subject, Long.MAX_VALUE, 100).reversed();
    }

    @Test
    void aRequestHasTheClocksOfTheLaw() {
        // When
        Erasure asked = asked();
        // Then
        assertThat(asked.state()).isEqualTo(State.RECEIVED);
        assertThat(asked.acknowledgeBy()).isEqualTo(TrustRegion.START.plus(Duration.ofDays(3)));
        assertThat(asked.dueBy()).isEqualTo(TrustRegion.START.plus(Duration.ofDays(30)));
        assertThat(asked.requestedBy()).contains(hanako);
        Erasure extended = asHanako.extend(asked.id(), "many devices", asked.version());
        assertThat(extended.dueBy()).isEqualTo(TrustRegion.START.plus(Duration.ofDays(90)));
        assertRefused(ErrorCode.CONFLICT, () -> asHanako.extend(asked.id(), "again", extended.version()));
    }

    @Test
    void anExtensionAfterTheTermIsRefused() {
        // Given
        Erasure asked = asked();
        region.pass(Duration.ofDays(30).plusMillis(1));
        // Then
        assertRefused(ErrorCode.CONFLICT, () -> asHanako.extend(asked.id(), "late", asked.version()));
    }

    @Test
    void theSameSubjectIsAskedForOnce() {
        assertThat(asked().id()).isEqualTo(asked().id());
        assertThat(asHanako.list(Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void whoAskedDoesNotApproveNeitherInPersonNorByATokenOfTheirOwn() {
        // Given
        Erasure asked = asked();
        Id128 token = region.directory
                .of(region.as(aoi, hanako))
                .tokens()
                .make("script", Role.ADMINISTRATOR, Optional.empty())
                .token()
                .id();
        Id128 second = region.directory
                .of(region.as(aoi, new Actor.Program(token)))
                .tokens()
                .make("made by the script", Role.ADMINISTRATOR, Optional.empty())
                .token()
                .id();
        Id128 nobodys = region.directory
                .of(aoi)
                .tokens()
                .make("of a job", Role.ADMINISTRATOR, Optional.empty())
                .token()
                .id();
        // Then
        for (Actor actor : List.of(
                new Actor.Person(hanako),
                new Actor.Program(token),
                new Actor.Program(second),
                new Actor.Program(nobodys))) {
            assertRefused(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    () -> region.erasures.of(region.as(aoi, actor)).approve(asked.id(), asked.version()));
        }
        // and another person may
        assertThat(asTaro.approve(asked.id(), asked.version()).approvedBy()).contains(taro);
    }

    @Test
    void aRequestBehindWhichNobodyStandsNeedsTwoPersonsStill() {
        // Given: asked by a token that no person made, as it could be used by whoever approves
        Id128 nobodys = region.directory
                .of(aoi)
                .tokens()
                .make("of a job", Role.ADMINISTRATOR, Optional.empty())
                .token()
                .id();
        Erasure asked = region.erasures
                .of(region.as(aoi, new Actor.Program(nobodys)))
                .request(new Subject.Person(user), Intake.API);
        // Then
        assertRefused(ErrorCode.SECOND_PERSON_NEEDED, () -> asTaro.approve(asked.id(), asked.version()));
        // When
        Erasure known = asHanako.identify(asked.id(), new Subject.Person(user), "called back", asked.version());
        // Then
        assertRefused(ErrorCode.SECOND_PERSON_NEEDED, () -> asHanako.approve(asked.id(), known.version()));
        assertThat(asTaro.approve(asked.id(), known.version()).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void whoSaidWhoAMailIsFromDoesNotApproveEither() {
        // Given
        Id128 id = new Id128(5, 5);
        assertThat(region.erasures.of(aoi).receive(id, transaction -> {})).isTrue();
        assertThat(region.erasures.of(aoi).receive(id, transaction -> {})).isFalse();
        Erasure mail = asHanako.find(id).orElseThrow();
        assertRefused(ErrorCode.CONFLICT, () -> asTaro.approve(id, mail.version()));
        // When
        Erasure known = asHanako.identify(id, new Subject.Person(user), "called back", mail.version());
        // Then
        assertThat(known.state()).isEqualTo(State.IDENTIFIED);
        assertThat(known.identityCheck()).isEqualTo("called back");
        assertRefused(ErrorCode.SECOND_PERSON_NEEDED, () -> asHanako.approve(id, known.version()));
        assertThat(asTaro.approve(id, known.version()).state()).isEqualTo(State.APPROVED);
    }

    @Test
    void nothingHappensInTheWaitingTimeAndItCanBeCancelled() throws Exception {
        // Given
        Erasure approved = approved();
        assertThat(approved.runsAt()).contains(TrustRegion.START.plus(Duration.ofHours(24)));
        // When
        region.pass(Duration.ofHours(24).minusMillis(1));
        job.run(Instant.EPOCH);
        // Then
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.APPROVED);
        assertThat(region.directory.of(aoi).people().find(user)).isPresent();
        assertThat(region.ledger.tombstones()).isEmpty();
        assertThat(asHanako.cancel(approved.id(), approved.version()).state()).isEqualTo(State.CANCELLED);
        region.pass(Duration.ofHours(1));
        job.run(Instant.EPOCH);
        assertThat(region.directory.of(aoi).people().find(user)).isPresent();
    }

    @Test
    void afterItThePersonIsGoneAndAReceiptSaysSo() throws Exception {
        // Given
        region.directory.of(region.as(aoi, user)).tokens().make("own", Role.READ_ONLY, Optional.empty());
        Erasure approved = approved();
        region.events.segments = 3;
        region.pass(Duration.ofHours(24));
        // When
        job.run(Instant.EPOCH);
        // Then
        Erasure done = asTaro.find(approved.id()).orElseThrow();
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(region.directory.of(aoi).people().find(user)).isEmpty();
        assertThat(region.directory.of(aoi).people().find(taro)).isPresent();
        assertThat(region.directory.of(aoi).tokens().list()).isEmpty();
        assertThat(region.events.count(aoi, Optional.of(user))).isZero();
        assertThat(region.events.count(aoi, Optional.of(taro))).isEqualTo(30);
        assertThat(region.ledger.tombstones())
                .singleElement()
                .satisfies(line -> assertThat(line.person()).contains(user));
        Receipt proof = receipts().stream()
                .filter(receipt -> receipt.id().equals(done.receipt().orElseThrow()))
                .findFirst()
                .orElseThrow();
        assertThat(proof.statement().kind()).isEqualTo(ReceiptKind.PERSON_ERASED);
        assertThat(proof.statement().facts())
                .containsEntry("person", user.toString())
                .containsEntry("count.events", "12")
                .containsEntry("count.identity", "1")
                .containsEntry("count.api-tokens", "1")
                .containsEntry("approved-by", taro.toString())
                .containsEntry("ledger", region.ledger.head().toString())
                .hasEntrySatisfying(
                        "decrypt-attempt", tried -> assertThat(tried).contains("key-destroyed"));
        assertRefused(ErrorCode.CONFLICT, () -> asHanako.cancel(done.id(), done.version()));
    }

    @Test
    void everyStepIsAReceiptAndALineOfTheAuditTrail() throws Exception {
        // Given
        Erasure asked = asked();
        Erasure told = asHanako.acknowledge(asked.id(), asked.version());
        asTaro.approve(asked.id(), told.version());
        region.pass(Duration.ofHours(24));
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts().stream()
                        .map(Receipt::statement)
                        .filter(statement -> statement.kind() == ReceiptKind.REQUEST)
                        .map(statement -> statement.facts().get("step")))
                .containsExactly("received", "acknowledged", "approved", "running", "done");
        assertThat(region.directory.of(aoi).audit().list(Optional.empty(), 100).stream()
                        .map(AuditTrail.Entry::verb)
                        .filter(verb -> verb.startsWith("erasure.")))
                .containsExactlyInAnyOrder(
                        "erasure.received",
                        "erasure.acknowledged",
                        "erasure.approved",
                        "erasure.running",
                        "erasure.done");
    }

    @Test
    void aRunThatWasInterruptedGoesOnAndStatesTheEndOnce() throws Exception {
        // Given
        Erasure approved = approved();
        region.pass(Duration.ofHours(24));
        region.events.failing = true;
        assertRefused(ErrorCode.DISK_FAILED, () -> job.run(Instant.EPOCH));
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
        assertThat(region.ledger.tombstones()).hasSize(1);
        assertRefused(ErrorCode.CONFLICT, () -> asTaro.cancel(approved.id(), 3));
        // When
        region.events.failing = false;
        job.run(Instant.EPOCH);
        job.run(Instant.EPOCH);
        // Then
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.DONE);
        assertThat(receipts().stream().filter(receipt -> receipt.statement().kind() == ReceiptKind.PERSON_ERASED))
                .hasSize(1);
    }

    @Test
    void clocksThatRanOutAreSeen() throws Exception {
        // Given
        Erasure asked = asked();
        job.run(Instant.EPOCH);
        assertThat(job.problem()).isEmpty();
        // When
        region.pass(Duration.ofDays(3).plusMillis(1));
        job.run(Instant.EPOCH);
        // Then
        assertThat(job.problem()).contains("1 request(s) for erasure");
        Erasure told = asHanako.acknowledge(asked.id(), asked.version());
        job.run(Instant.EPOCH);
        assertThat(job.problem()).isEmpty();
        region.pass(Duration.ofDays(27));
        job.run(Instant.EPOCH);
        assertThat(job.problem()).contains("1 request(s) for erasure");
        asHanako.refuse(told.id(), "asked for somebody else", told.version());
        job.run(Instant.EPOCH);
        assertThat(job.problem()).isEmpty();
    }

    @Test
    void aHoldStopsAnErasureAndTheRestCanGoBeforeItEnds() throws Exception {
        // Given
        var holdsOfHanako = region.erasures.holds(region.as(aoi, hanako));
        var holdsOfTaro = region.erasures.holds(region.as(aoi, taro));
        Hold hold = holdsOfHanako.request(
                "case 7",
                Optional.of(user),
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 30),
                TrustRegion.START.plus(Duration.ofDays(60)));
        holdsOfTaro.approve(hold.id(), hold.version());
        Erasure asked = asked();
        assertThat(asked.heldBy()).contains(hold.id());
        // Then
        assertRefused(ErrorCode.ON_HOLD, () -> asTaro.approve(asked.id(), asked.version()));
        Erasure everything = asHanako.request(new Subject.WholeCustomer(), Intake.CONSOLE);
        assertRefused(ErrorCode.ON_HOLD, () -> asTaro.approve(everything.id(), everything.version()));
        assertRefused(ErrorCode.ON_HOLD, () -> asTaro.approveRest(everything.id(), everything.version()));
        // When
        asTaro.approveRest(asked.id(), asked.version());
        region.pass(Duration.ofHours(24));
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.events.count(aoi, Optional.of(user))).isZero();
        assertThat(region.directory.of(aoi).people().find(user)).isPresent();
        assertThat(asTaro.find(asked.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
        // When the hold ends
        region.pass(Duration.ofDays(60));
        new HoldJob(region.desk, region.events).run(Instant.EPOCH);
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.events.holds).isEmpty();
        assertThat(asTaro.find(asked.id()).orElseThrow().state()).isEqualTo(State.DONE);
        assertThat(region.directory.of(aoi).people().find(user)).isEmpty();
    }

    @Test
    void aHoldThatCameAfterTheApprovalStopsItToo() throws Exception {
        // Given
        Erasure approved = approved();
        var holdsOfHanako = region.erasures.holds(region.as(aoi, hanako));
        Hold hold = holdsOfHanako.request(
                "case 8",
                Optional.empty(),
                LocalDate.of(2026, 11, 1),
                LocalDate.of(2026, 11, 30),
                TrustRegion.START.plus(Duration.ofDays(60)));
        region.erasures.holds(region.as(aoi, taro)).approve(hold.id(), hold.version());
        region.pass(Duration.ofHours(25));
        // When
        job.run(Instant.EPOCH);
        // Then
        Erasure stopped = asTaro.find(approved.id()).orElseThrow();
        assertThat(stopped.state()).isEqualTo(State.APPROVED);
        assertThat(stopped.heldBy()).contains(hold.id());
        assertThat(region.directory.of(aoi).people().find(user)).isPresent();
    }

    @Test
    void everythingOfACustomerGoesByTheRoutineOfTheLicence() throws Exception {
        // Given
        Erasure asked = asHanako.request(new Subject.WholeCustomer(), Intake.CONSOLE);
        assertThat(asHanako.preview(asked.id())).containsEntry("people", 3L).containsEntry("events", 42L);
        asTaro.approve(asked.id(), asked.version());
        region.pass(Duration.ofHours(24));
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.deleted).extracting(CustomerScope::customer).contains(aoi.customer());
        assertThat(region.ledger.tombstones())
                .singleElement()
                .satisfies(line -> assertThat(line.person()).isEmpty());
    }

    private Erasure everythingApproved() {
        Erasure asked = asHanako.request(new Subject.WholeCustomer(), Intake.CONSOLE);
        Erasure approved = asTaro.approve(asked.id(), asked.version());
        region.pass(Duration.ofHours(24));
        return approved;
    }

    @Test
    void anErasureOfEverythingGoesOnAfterTheLedgerCouldNotBeWritten() throws Exception {
        // Given: RUNNING is written, and then no copy of the ledger can be
        Erasure approved = everythingApproved();
        for (Path file : region.ledgerFiles) {
            Files.delete(file);
            Files.createDirectories(file.resolve("in the way"));
        }
        assertRefused(ErrorCode.DISK_FAILED, () -> job.run(Instant.EPOCH));
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
        assertThat(region.deleted).isEmpty();
        assertRefused(ErrorCode.DISK_FAILED, () -> job.run(Instant.EPOCH));
        assertThat(region.deleted).isEmpty();
        // When
        for (Path file : region.ledgerFiles) {
            Files.delete(file.resolve("in the way"));
            Files.delete(file);
        }
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.deleted).extracting(CustomerScope::customer).containsExactly(aoi.customer());
        assertThat(region.causes).containsExactly(WholeCustomer.Cause.REQUEST);
        assertThat(region.ledger.tombstones()).hasSize(1);
    }

    @Test
    void anErasureOfEverythingGoesOnAfterACrashBehindTheLedger() throws Exception {
        // Given
        everythingApproved();
        region.deletionFailing = true;
        assertRefused(ErrorCode.DATABASE_UNAVAILABLE, () -> job.run(Instant.EPOCH));
        assertThat(region.ledger.tombstones()).hasSize(1);
        // When
        region.deletionFailing = false;
        job.run(Instant.EPOCH);
        // Then: once in the ledger
        assertThat(region.deleted).extracting(CustomerScope::customer).containsExactly(aoi.customer());
        assertThat(region.ledger.tombstones()).hasSize(1);
    }

    private Hold holdAsked(Optional<PersonToken> person) {
        return region.erasures
                .holds(region.as(aoi, hanako))
                .request(
                        "case 9",
                        person,
                        LocalDate.of(2026, 11, 1),
                        LocalDate.of(2026, 11, 30),
                        region.clock.instant().plus(Duration.ofDays(60)));
    }

    private Hold hold(Optional<PersonToken> person) {
        Hold asked = holdAsked(person);
        return region.erasures.holds(region.as(aoi, taro)).approve(asked.id(), asked.version());
    }

    @Test
    void aHoldThatIsPlacedWhileItIsCountedStopsAnErasure() throws Exception {
        // Given
        Erasure approved = approved();
        region.pass(Duration.ofHours(24));
        region.events.whileCounting = () -> hold(Optional.of(user));
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.APPROVED);
        assertThat(region.ledger.tombstones()).isEmpty();
        assertThat(region.directory.of(aoi).people().find(user)).isPresent();
    }

    @Test
    void aHoldThatIsPlacedBeforeTheLedgersLineStopsAnErasureOfEverythingUntilItEnds() throws Exception {
        // Given: RUNNING is written, and the receipt about it cannot be
        WatchedReceipts receipts = new WatchedReceipts(region.receipts);
        ErasureDesk watched = region.erasuresWith(receipts);
        ErasureJob cut = new ErasureJob(watched);
        Erasure approved = everythingApproved();
        receipts.failing = true;
        assertRefused(ErrorCode.DATABASE_UNAVAILABLE, () -> cut.run(Instant.EPOCH));
        receipts.failing = false;
        assertThat(asTaro.find(approved.id()).orElseThrow().state()).isEqualTo(State.RUNNING);
        assertThat(region.ledger.tombstones()).isEmpty();
        hold(Optional.of(user));
        // When
        cut.run(Instant.EPOCH);
        // Then
        assertThat(region.ledger.tombstones()).isEmpty();
        assertThat(region.deleted).isEmpty();
        // When the hold ends
        region.pass(Duration.ofDays(61));
        new HoldJob(region.desk, region.events).run(Instant.EPOCH);
        cut.run(Instant.EPOCH);
        // Then
        assertThat(region.deleted).extracting(CustomerScope::customer).containsExactly(aoi.customer());
    }

    @Test
    void aHoldWhoseEndTheLakeDidNotHearOfKeepsAnErasureOpen() throws Exception {
        // Given: the rest was erased, the hold ran out, and the lake could not let go of what it held
        Hold hold = hold(Optional.of(user));
        Erasure asked = asked();
        asTaro.approveRest(asked.id(), asked.version());
        region.pass(Duration.ofDays(61));
        region.events.failing = true;
        HoldJob holds = new HoldJob(region.desk, region.events);
        assertRefused(ErrorCode.DISK_FAILED, () -> holds.run(Instant.EPOCH));
        region.events.failing = false;
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.events.holds).containsExactly(hold.id());
        Erasure open = asTaro.find(asked.id()).orElseThrow();
        assertThat(open.state()).isEqualTo(State.RUNNING);
        assertThat(open.heldBy()).contains(hold.id());
        // When the lake hears of it
        holds.run(Instant.EPOCH);
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.events.holds).isEmpty();
        assertThat(asTaro.find(asked.id()).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void aHoldThatIsApprovedWhileTheLedgersLineIsWrittenIsRefused() throws Exception {
        // Given
        Erasure erasure = approved();
        Hold asked = holdAsked(Optional.of(user));
        region.pass(Duration.ofHours(24));
        AtomicReference<Optional<ErrorCode>> answer = new AtomicReference<>(Optional.empty());
        Thread approval = Thread.ofPlatform()
                .unstarted(() -> answer.set(refusal(
                        () -> region.erasures.holds(region.as(aoi, taro)).approve(asked.id(), asked.version()))));
        region.ledger.anchor(new WhileWriting(() -> startAndLetRun(approval)));
        // When
        job.run(Instant.EPOCH);
        approval.join(Duration.ofSeconds(30));
        // Then
        assertThat(answer.get()).contains(ErrorCode.CONFLICT);
        assertThat(region.erasures.holds(aoi).find(asked.id()).orElseThrow().state())
                .isEqualTo(Hold.State.REQUESTED);
        assertThat(region.events.holds).isEmpty();
        assertThat(asTaro.find(erasure.id()).orElseThrow().state()).isEqualTo(State.DONE);
    }

    @Test
    void whoIsErasedStandsInNoHoldAndTheOthersStillCan() throws Exception {
        // Given
        approved();
        Hold ofUser = holdAsked(Optional.of(user));
        Hold ofAll = holdAsked(Optional.empty());
        region.pass(Duration.ofHours(24));
        job.run(Instant.EPOCH);
        var holds = region.erasures.holds(region.as(aoi, taro));
        // Then
        assertRefused(ErrorCode.CONFLICT, () -> holds.approve(ofUser.id(), ofUser.version()));
        assertThat(holds.approve(ofAll.id(), ofAll.version()).state()).isEqualTo(Hold.State.ACTIVE);
    }

    private static Optional<ErrorCode> refusal(Runnable call) {
        try {
            call.run();
            return Optional.empty();
        } catch (SekishoException e) {
            return Optional.of(e.code());
        }
    }

    /** Until it is over, or waits for its turn. */
    private static void startAndLetRun(Thread thread) {
        thread.start();
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
    }

    /** Does something once, while a line of the ledger is written. */
    private record WhileWriting(Runnable work, AtomicBoolean done) implements LedgerAnchor {
        WhileWriting(Runnable work) {
            this(work, new AtomicBoolean());
        }

        @Override
        public Optional<LedgerHead> find() {
            return Optional.empty();
        }

        @Override
        public void keep(LedgerHead head) {
            if (!head.equals(LedgerHead.EMPTY) && !done.getAndSet(true)) {
                work.run();
            }
        }
    }

    @Test
    void anOldVersionIsRefusedAndAnotherCustomerSeesNothing() {
        // Given
        Erasure asked = asked();
        CustomerScope beni = region.customer("Beni");
        // Then
        assertRefused(ErrorCode.CONFLICT, () -> asHanako.acknowledge(asked.id(), asked.version() + 1));
        assertThat(region.erasures.of(beni).find(asked.id())).isEmpty();
        assertRefused(
                ErrorCode.NOT_FOUND, () -> region.erasures.of(beni).request(new Subject.Person(user), Intake.API));
    }

    @Test
    void requestsAreListedNewestFirstInPages() {
        // Given
        Erasure first = asked();
        region.pass(Duration.ofMinutes(1));
        Erasure second = asHanako.request(new Subject.Person(taro), Intake.API);
        region.pass(Duration.ofMinutes(1));
        Erasure third = asHanako.request(new Subject.WholeCustomer(), Intake.API);
        // Then
        assertThat(asHanako.list(Optional.empty(), 2)).extracting(Erasure::id).containsExactly(third.id(), second.id());
        assertThat(asHanako.list(Optional.of(second.id()), 2))
                .extracting(Erasure::id)
                .containsExactly(first.id());
    }

    private Hold approvedHold() {
        Hold hold = region.erasures
                .holds(region.as(aoi, hanako))
                .request(
                        "case 7",
                        Optional.of(user),
                        LocalDate.of(2026, 11, 1),
                        LocalDate.of(2026, 11, 30),
                        TrustRegion.START.plus(Duration.ofDays(60)));
        return region.erasures.holds(region.as(aoi, taro)).approve(hold.id(), hold.version());
    }

    @Test
    void whatIsHeldIsHeldBeforeTheRestIsHidden() throws Exception {
        // Given: approved, but the lake could not carry it out
        region.events.failing = true;
        assertRefused(ErrorCode.DISK_FAILED, this::approvedHold);
        region.events.failing = false;
        assertThat(region.events.holds).isEmpty();
        Erasure asked = asked();
        asTaro.approveRest(asked.id(), asked.version());
        region.pass(Duration.ofHours(24));
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(region.events.calls).containsSubsequence("hold", "conceal");
    }

    @Test
    void nobodySignsInWhoseDoingsWouldBeHidden() throws Exception {
        // Given
        var people = region.directory.of(aoi).people();
        people.setPassword(user, "violet-harbour-untied-7".toCharArray());
        region.directory.of(region.as(aoi, user)).tokens().make("own", Role.USER, Optional.empty());
        approvedHold();
        Erasure asked = asked();
        // When
        asTaro.approveRest(asked.id(), asked.version());
        region.pass(Duration.ofHours(24));
        job.run(Instant.EPOCH);
        // Then
        assertThat(people.find(user).orElseThrow().hasPassword()).isFalse();
        assertThat(region.directory.of(aoi).tokens().list()).isEmpty();
    }

    @Test
    void nobodyTurnsAnothersRequestIntoOneAboutSomebodyElse() {
        // Given
        Erasure own = region.erasures.of(region.as(aoi, user)).request(new Subject.Person(user), Intake.CONSOLE);
        // Then
        for (Subject other : List.of(new Subject.Person(taro), new Subject.WholeCustomer())) {
            assertRefused(ErrorCode.CONFLICT, () -> asHanako.identify(own.id(), other, "called back", own.version()));
        }
        assertThat(asHanako.newest(new Subject.Person(user)).orElseThrow().state())
                .isEqualTo(State.RECEIVED);
    }

    @Test
    void mailsOfStrangersLeaveRoomForThoseWhoAreSignedIn() {
        // Given: room for four, and as many mails as anybody cares to send
        SealedErasures few = new SealedErasures(region.erasures, region.as(aoi, hanako), 4);
        assertThat(few.receive(new Id128(5, 1), transaction -> {})).isTrue();
        assertThat(few.receive(new Id128(5, 2), transaction -> {})).isTrue();
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> few.receive(new Id128(5, 3), transaction -> {}));
        // When
        Erasure own = few.request(new Subject.Person(user), Intake.CONSOLE);
        // Then
        assertThat(own.state()).isEqualTo(State.RECEIVED);
        few.request(new Subject.Person(taro), Intake.CONSOLE);
        assertRefused(ErrorCode.TOO_MANY_REQUESTS, () -> few.request(new Subject.Person(hanako), Intake.CONSOLE));
    }
}
