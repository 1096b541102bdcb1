package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault.LogKey;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a customer withdraws is closed within a minute, and opens again when it is given back. */
class SecondWrapTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final PersonToken PERSON = new PersonToken(new Id128(5, 6));
    private static final RecordContext ROW = new RecordContext("policy", "p1", 1);
    private static final byte[] TEXT = {1, 2, 3};
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();

    @TempDir
    Path folder;

    private final LocalKeyService service = new LocalKeyService("kms");
    private final MovedTime time = new MovedTime();
    private final List<CustomerId> withdrawn = new CopyOnWriteArrayList<>();
    private final CustomerScope other = Fixture.newCustomer();

    @SuppressWarnings("NullAway.Init")
    private Fixture fixture;

    @SuppressWarnings("NullAway.Init")
    private RegionVault vault;

    @BeforeEach
    void twoCustomersOneOfThemWrappedTwice() {
        fixture = new Fixture(folder);
        open();
        vault.create(fixture.scope()).seal(ROW, TEXT);
        vault.create(other);
        String handle = vault.life().wrapTwice(fixture.scope(), "kms");
        assertThat(handle).matches("[0-9a-f]{32}");
    }

    @AfterEach
    void close() {
        vault.close();
    }

    private void open() {
        vault = Vaults.open(
                fixture.options().withServices(Optional.empty(), this::named), CIPHER, FaultDisk.steady(), time);
        vault.onWithdrawn(withdrawn::add);
    }

    private Optional<KeyService> named(String name) {
        return name.equals("kms") ? Optional.of(service) : Optional.empty();
    }

    private CustomerVault customer() {
        return vault.of(fixture.scope());
    }

    @Test
    void aServiceThatGoesAwayClosesItsCustomerAfterAMinuteAndNobodyElse() throws IOException {
        // Given
        CustomerVault customer = customer();
        byte[] row = customer.seal(ROW, TEXT);
        LogKey log = customer.newLogKey();
        byte[] frame = log.seal(1, TEXT, 0, 3);
        SealedSegment segment = customer.sealSegment(DAY, TEXT);
        SegmentReader reader = customer.openSegment(segment.id(), DAY, new ArraySource(segment.bytes()));
        byte[] identity = customer.sealIdentity(PERSON, 1, TEXT);
        byte[] token = customer.blindIndex("login", TEXT);
        byte[] elsewhere = vault.of(other).seal(ROW, TEXT);
        // When
        service.away(true);
        time.pass(Duration.ofSeconds(59));
        vault.lookAtSecondWraps();
        // Then: it still works
        assertThat(customer.open(ROW, row)).isEqualTo(TEXT);
        assertThat(log.open(1, frame)).isEqualTo(TEXT);
        reader.read(0, new byte[3], 0, 3);
        assertThat(withdrawn).isEmpty();
        // When: the minute is over, before anybody looked
        time.pass(Duration.ofSeconds(1));
        // Then
        allRefuse(customer, row, log, frame, segment, reader, identity);
        // When
        vault.lookAtSecondWraps();
        vault.lookAtSecondWraps();
        // Then: told once, and the others work
        assertThat(withdrawn).containsExactly(fixture.scope().customer());
        allRefuse(customer, row, log, frame, segment, reader, identity);
        assertThat(vault.of(other).open(ROW, elsewhere)).isEqualTo(TEXT);
        assertThat(vault.secondWraps().customers()).isEqualTo(1);
        assertThat(vault.secondWraps().closed()).isEqualTo(1);
        said("kms");
        // When: it is back
        service.away(false);
        time.pass(Duration.ofSeconds(3));
        renewed();
        // Then: the same handles work; a reader is opened anew
        assertThat(customer.open(ROW, row)).isEqualTo(TEXT);
        assertThat(log.open(1, frame)).isEqualTo(TEXT);
        assertThat(customer.openIdentity(PERSON, 1, identity)).isEqualTo(TEXT);
        assertThat(customer.blindIndex("login", TEXT)).isEqualTo(token);
        refused(ErrorCode.KEY_WITHDRAWN, () -> reader.read(0, new byte[3], 0, 3));
        byte[] back = new byte[3];
        customer.openSegment(segment.id(), DAY, new ArraySource(segment.bytes()))
                .read(0, back, 0, 3);
        assertThat(back).isEqualTo(TEXT);
        assertThat(vault.secondWraps().closed()).isZero();
        // and a second withdrawal is told again
        service.away(true);
        time.pass(Duration.ofSeconds(61));
        vault.lookAtSecondWraps();
        assertThat(withdrawn).hasSize(2);
    }

    private static void allRefuse(
            CustomerVault customer,
            byte[] row,
            LogKey log,
            byte[] frame,
            SealedSegment segment,
            SegmentReader reader,
            byte[] identity) {
        List<ThrowingCallable> calls = List.of(
                () -> customer.open(ROW, row),
                () -> customer.seal(ROW, TEXT),
                () -> log.open(1, frame),
                () -> log.seal(2, TEXT, 0, 3),
                customer::newLogKey,
                () -> customer.logKey(log.id()),
                () -> customer.openSegment(segment.id(), DAY, new ArraySource(segment.bytes())),
                () -> customer.sealSegment(DAY, TEXT),
                () -> customer.sealHeld(new Id128(1, 2), DAY, TEXT),
                () -> reader.read(0, new byte[3], 0, 3),
                () -> customer.openIdentity(PERSON, 1, identity),
                () -> customer.sealIdentity(PERSON, 2, TEXT),
                () -> customer.blindIndex("login", TEXT),
                () -> customer.blindIndexVersion("login"),
                customer::rotateRecordKeys);
        calls.forEach(call -> refused(ErrorCode.KEY_WITHDRAWN, call));
    }

    @Test
    void aServiceThatAnswersIsAskedAgainInTheBackgroundAndNothingEverCloses() {
        CustomerVault customer = customer();
        byte[] row = customer.seal(ROW, TEXT);
        int asked = service.questions();
        for (int minute = 0; minute < 5; minute++) {
            for (int third = 0; third < 3; third++) {
                time.pass(Duration.ofSeconds(20));
                renewed();
                assertThat(customer.open(ROW, row)).isEqualTo(TEXT);
            }
        }
        assertThat(service.questions() - asked).isEqualTo(15);
        assertThat(withdrawn).isEmpty();
    }

    @Test
    void aClockThatIsSetBackOrAMachineThatSleepsLengthensNothing() {
        CustomerVault customer = customer();
        service.away(true);
        time.setBack(Duration.ofHours(5));
        time.pass(Duration.ofSeconds(59));
        assertThat(customer.seal(ROW, TEXT)).isNotEmpty();
        time.pass(Duration.ofSeconds(1));
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer.seal(ROW, TEXT));
        service.away(false);
        time.pass(Duration.ofSeconds(3));
        renewed();
        service.away(true);
        assertThat(customer.seal(ROW, TEXT)).isNotEmpty();
        time.sleep(Duration.ofMinutes(10));
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer.seal(ROW, TEXT));
    }

    @Test
    void aServiceThatLiesIsAServiceThatIsAway() {
        CustomerVault customer = customer();
        service.lying(true);
        time.pass(Duration.ofSeconds(30));
        vault.lookAtSecondWraps();
        assertThat(customer.seal(ROW, TEXT)).isNotEmpty();
        time.pass(Duration.ofSeconds(30));
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer.seal(ROW, TEXT));
        refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> vault.life().wrapTwice(other, "kms"));
        assertThat(vault.of(other).seal(ROW, TEXT)).isNotEmpty();
    }

    @Test
    void aRestartWithTheServiceAwayOpensEverybodyElseAndThatCustomerWhenItIsBack() {
        // Given
        byte[] row = customer().seal(ROW, TEXT);
        vault.close();
        service.away(true);
        // When
        open();
        // Then
        CustomerVault customer = customer();
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer.open(ROW, row));
        assertThat(vault.of(other).seal(ROW, TEXT)).isNotEmpty();
        assertThat(vault.customers()).hasSize(2);
        assertThat(vault.life().status().wrappedTwice()).isEqualTo(1);
        // When
        service.away(false);
        time.pass(Duration.ofSeconds(3));
        renewed();
        // Then
        assertThat(customer.open(ROW, row)).isEqualTo(TEXT);
    }

    @Test
    void withoutTheServiceTheKeyStoreAndItsRootOpenNothingOfThatCustomer() {
        // Given: everything of the region, and no service of that name
        byte[] row = customer().seal(ROW, TEXT);
        byte[] elsewhere = vault.of(other).seal(ROW, TEXT);
        vault.close();
        try (Vault alone = Vaults.open(fixture.options())) {
            refused(ErrorCode.KEY_WITHDRAWN, () -> alone.of(fixture.scope()).open(ROW, row));
            assertThat(alone.of(other).open(ROW, elsewhere)).isEqualTo(TEXT);
        }
        open();
        // When: the negative control, wrapped once again
        vault.life().wrapOnce(fixture.scope());
        vault.close();
        // Then
        try (Vault alone = Vaults.open(fixture.options())) {
            assertThat(alone.of(fixture.scope()).open(ROW, row)).isEqualTo(TEXT);
        }
        open();
    }

    @Test
    void rotationsAndRewrapsGoThroughTheService() {
        byte[] row = customer().seal(ROW, TEXT);
        service.rotate();
        assertThat(vault.life().rewrap()).isEqualTo(1);
        service.forgetOldVersions();
        assertThat(vault.life().rotateCustomer(fixture.scope())).isGreaterThan(0);
        assertThat(vault.life().rotateRegion()).isEqualTo(3);
        assertThat(customer().open(ROW, row)).isEqualTo(TEXT);
        vault.close();
        open();
        assertThat(customer().open(ROW, row)).isEqualTo(TEXT);
        // and away, they refuse and change nothing
        service.away(true);
        refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> vault.life().rotateCustomer(fixture.scope()));
        refused(ErrorCode.KEY_SERVICE_UNAVAILABLE, () -> vault.life().wrapOnce(fixture.scope()));
        service.away(false);
        assertThat(customer().open(ROW, row)).isEqualTo(TEXT);
        refused(ErrorCode.CONFIG_INVALID, () -> vault.life().wrapTwice(other, "nobody"));
    }

    @Test
    void anAnswerThatCameAfterARotationBringsNoOldKeysBack() throws Exception {
        // Given: the service is asked, and its answer stays away
        byte[] row = customer().seal(ROW, TEXT);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        AtomicReference<Thread> asking = new AtomicReference<>();
        service.holdNext(() -> {
            asking.set(Thread.currentThread());
            asked.countDown();
            await(answered);
        });
        time.pass(Duration.ofSeconds(30));
        vault.lookAtSecondWraps();
        await(asked);
        // When: the keys are rotated meanwhile, and their time ends
        assertThat(vault.life().rotateCustomer(fixture.scope())).isGreaterThan(0);
        time.pass(Duration.ofSeconds(61));
        vault.lookAtSecondWraps();
        assertThat(vault.secondWraps().closed()).isEqualTo(1);
        answered.countDown();
        assertThat(asking.get().join(Duration.ofSeconds(10))).isTrue();
        // Then: what comes next goes on from the new keys
        assertThat(vault.life().rotateCustomer(fixture.scope())).isGreaterThan(0);
        assertThat(customer().open(ROW, row)).isEqualTo(TEXT);
        byte[] later = customer().seal(new RecordContext("list", "p1", 1), TEXT);
        vault.close();
        open();
        assertThat(customer().open(ROW, row)).isEqualTo(TEXT);
        assertThat(customer().open(new RecordContext("list", "p1", 1), later)).isEqualTo(TEXT);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCustomerIsDestroyedWithoutAskingItsService() {
        CustomerVault customer = customer();
        byte[] row = customer.seal(ROW, TEXT);
        service.away(true);
        time.pass(Duration.ofMinutes(5));
        vault.destroy(fixture.scope());
        refused(ErrorCode.KEY_DESTROYED, () -> customer.open(ROW, row));
        refused(ErrorCode.KEY_DESTROYED, this::customer);
    }

    @Test
    void aPersonIsDestroyedWithoutAskingTheServiceOfItsCustomer() {
        // Given
        PersonToken stays = new PersonToken(new Id128(7, 8));
        byte[] gone = customer().sealIdentity(PERSON, 1, TEXT);
        byte[] kept = customer().sealIdentity(stays, 1, TEXT);
        vault.close();
        service.away(true);
        open();
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer().openIdentity(PERSON, 1, gone));
        // When
        customer().destroyIdentity(PERSON);
        // Then: it is known to be gone at once, and also when the service is back, after a restart
        refused(ErrorCode.KEY_DESTROYED, () -> customer().openIdentity(PERSON, 1, gone));
        refused(ErrorCode.KEY_WITHDRAWN, () -> customer().openIdentity(stays, 1, kept));
        service.away(false);
        vault.close();
        open();
        refused(ErrorCode.KEY_DESTROYED, () -> customer().openIdentity(PERSON, 1, gone));
        refused(ErrorCode.KEY_DESTROYED, () -> customer().sealIdentity(PERSON, 2, TEXT));
        assertThat(customer().openIdentity(stays, 1, kept)).isEqualTo(TEXT);
    }

    /** Waits for the background to have asked. */
    /** Waits until the question that a look asked beside was answered, and health says so. */
    private void said(String text) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!vault.secondWraps().problem().contains(text) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(vault.secondWraps().problem()).contains(text);
    }

    private void renewed() {
        int before = service.questions();
        long limit = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (vault.secondWraps().closed() > 0 || service.questions() == before) {
            assertThat(System.nanoTime()).as("renewed in time").isLessThan(limit);
            vault.lookAtSecondWraps();
            Thread.onSpinWait();
        }
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
