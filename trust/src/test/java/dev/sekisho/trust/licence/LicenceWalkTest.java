package dev.sekisho.trust.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.trust.licence.Licences.Standing;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.world.WalkedRegion;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A walk through time over real keys, a real database and a real lake, at the second before and the second of every boundary.
 * Everything here is by the day of expiry that the walk believes in; a customer whose licence is one day off makes the walk fail.
 */
class LicenceWalkTest {
    private static final Actor OPERATOR = new Actor.Job("operator");
    private static final Duration RUN = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    /** D in a leap year, so that the 29th of February lies within the lock. */
    private static final LocalDate LEAP = LocalDate.parse("2027-12-15");

    private static Instant at(LocalDate day, int offset) {
        return WalkedRegion.start(day.plusDays(offset));
    }

    private static Licence.State state(WalkedRegion region, Created customer) {
        return region.trust.of(customer.scope()).licence().at(region.clock.instant());
    }

    private static void expectAround(
            WalkedRegion region, Created customer, Instant boundary, Licence.State before, Licence.State after) {
        region.clock.set(boundary.minusSeconds(1));
        assertThat(state(region, customer)).as("before " + boundary).isEqualTo(before);
        region.clock.set(boundary);
        assertThat(state(region, customer)).as("at " + boundary).isEqualTo(after);
        region.clock.set(boundary.plusSeconds(1));
        assertThat(state(region, customer)).as("after " + boundary).isEqualTo(after);
    }

    /** From before expiry to the last second before deletion; every midnight's job runs. */
    private static void walkFull(WalkedRegion region, Created customer, LocalDate day) throws Exception {
        for (int offset = -31; offset < 121; offset++) {
            Instant midnight = at(day, offset);
            switch (offset) {
                case 0 -> expectAround(region, customer, midnight, Licence.State.ACTIVE, Licence.State.GRACE);
                case 30 -> expectAround(region, customer, midnight, Licence.State.GRACE, Licence.State.LOCKED);
                default -> {}
            }
            region.runAt(midnight.plus(RUN), LicenceClock.NAME);
        }
        region.clock.set(at(day, 121).minusSeconds(1));
        region.job(LicenceClock.NAME).run(region.clock.instant());
        assertThat(state(region, customer)).isEqualTo(Licence.State.LOCKED);
        assertThat(region.events(customer.scope())).isEqualTo(1);
    }

    private static Standing standing(WalkedRegion region, CustomerReference reference) {
        return region.trust.licences().find(reference).orElseThrow();
    }

    private static List<Receipt> receipts(WalkedRegion region, CustomerReference reference, ReceiptKind kind) {
        return region.trust.receipts().list(new Subject.Customer(reference), Long.MAX_VALUE, 100).stream()
                .filter(receipt -> receipt.statement().kind() == kind)
                .toList()
                .reversed();
    }

    @Test
    void aFullLicenceGoesThroughEveryStateToTheSecondAndNothingIsLeftInTheEnd() throws Exception {
        try (WalkedRegion region = WalkedRegion.laboratory(folder, at(LEAP, -40))) {
            // Given
            Created customer = region.customer("Walked Company", Licence.full(LEAP), "America/Los_Angeles");
            Created other = region.customer("Other Company", Licence.full(LEAP.plusYears(3)), "UTC");
            CustomerReference reference = customer.customer().reference();
            CustomerScope scope = customer.scope();
            var own = region.directory.of(scope);
            own.people()
                    .add(
                            new People.NewPerson(
                                    "walker@walked.test", "Walker Canary", "", Role.ADMINISTRATOR, new TreeSet<>()),
                            Optional.of("violet-harbour-untied-7".toCharArray()));
            String token = own.tokens()
                    .make("walk", Role.ADMINISTRATOR, Optional.empty())
                    .secret();
            own.onRamps().add("Office", SourceNetwork.parse("192.0.2.0/24"), false);
            region.event(
                    region.directory
                            .customers()
                            .scope(other.customer().reference(), new Actor.Job("test"))
                            .orElseThrow(),
                    "other.example");
            region.clock.set(at(LEAP, -32));
            region.event(scope, "canary.walked.example");

            // When
            walkFull(region, customer, LEAP);

            // Then
            assertThat(standing(region, reference).steps())
                    .filteredOn(step -> step.what() == Step.What.NOTICE)
                    .allMatch(Step::done)
                    .extracting(step -> LocalDate.ofInstant(step.at(), java.time.ZoneOffset.UTC))
                    .isEqualTo(Stream.of(-30, -7, -1, 1, 15, 29)
                            .map(LEAP::plusDays)
                            .map(day -> (LocalDate) day)
                            .toList());
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP))
                    .extracting(receipt -> receipt.statement().facts().get("state"))
                    .containsExactly("grace", "locked");

            int files = files(region.folder.resolve("lake")).size();

            // When
            region.runAt(at(LEAP, 121).plus(RUN), LicenceClock.NAME);

            // Then
            Standing gone = standing(region, reference);
            assertThat(gone.state()).isEqualTo(Licence.State.DELETING);
            assertThat(gone.deleted())
                    .hasValueSatisfying(time -> assertThat(time).isBefore(at(LEAP, 122)));
            Receipt receipt =
                    receipts(region, reference, ReceiptKind.CUSTOMER_DELETED).getFirst();
            assertThat(receipt.statement().facts())
                    .containsEntry("deleted.events", "1")
                    .containsEntry("deleted.people", "1")
                    .containsEntry("deleted.on-ramps", "1")
                    .containsEntry("open-attempt", "key-destroyed");
            assertThat(new ReceiptVerifier(region.trust.receipts().publicKey())
                            .verify(region.trust
                                    .receipts()
                                    .file(new Subject.Customer(reference), Long.MAX_VALUE, 100)
                                    .orElseThrow())
                            .holds())
                    .isTrue();
            assertThat(region.directory.authentication().apiToken(token)).isEmpty();
            assertThat(region.directory
                            .authentication()
                            .signIn("walker@walked.test", "violet-harbour-untied-7".toCharArray()))
                    .isEmpty();
            assertThat(region.directory.onRamps().find(InetAddress.ofLiteral("192.0.2.9")))
                    .isEmpty();
            assertThat(region.directory.customers().list())
                    .extracting(known -> known.reference())
                    .containsExactly(other.customer().reference());
            assertThatThrownBy(() -> region.vault.of(scope))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED));
            assertThat(files(region.folder.resolve("lake")).size()).isLessThan(files);
            assertThat(region.events(other.scope())).isEqualTo(1);
            assertThat(kept(region, "licence-step", "on-ramp", "departure", "customer-deletion"))
                    .isZero();
            assertThat(kept(region, "customer", "licence", "change-mark"))
                    .as("the other customer's")
                    .isEqualTo(3);
            assertThatThrownBy(() ->
                            region.trust.licences().renew(reference, Licence.Kind.FULL, LEAP.plusYears(1), 1, OPERATOR))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LICENCE_DELETING));
            assertThat(region.trust.problem()).isEmpty();
        }
    }

    private static int kept(WalkedRegion region, String... kinds) {
        return Stream.of(kinds)
                .mapToInt(kind -> region.records
                        .installation()
                        .transact(transaction -> transaction.list(kind, Optional.empty(), 1000))
                        .size())
                .sum();
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aLicenceThatIsOneDayOffMakesTheWalkFail() {
        try (WalkedRegion region = WalkedRegion.laboratory(folder, at(LEAP, -40))) {
            // Given
            Created customer = region.customer("Walked Company", Licence.full(LEAP.plusDays(1)), "UTC");
            region.clock.set(at(LEAP, -32));
            region.event(customer.scope(), "canary.walked.example");

            // When // Then
            assertThatThrownBy(() -> walkFull(region, customer, LEAP)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aTrialIsLockedAtOnceAndDeletedAfter45DaysAndMissedRunsAreMadeUpForInOne() throws Exception {
        try (WalkedRegion region = WalkedRegion.laboratory(folder, at(LEAP, -10))) {
            // Given
            Created customer = region.customer("Trying Company", Licence.trial(LEAP), "Pacific/Auckland");
            CustomerReference reference = customer.customer().reference();
            region.event(customer.scope(), "canary.trying.example");
            expectAround(region, customer, at(LEAP, 0), Licence.State.ACTIVE, Licence.State.LOCKED);

            // When
            region.runAt(at(LEAP, 45).minusSeconds(1), LicenceClock.NAME);

            // Then
            assertThat(state(region, customer)).isEqualTo(Licence.State.LOCKED);
            assertThat(region.events(customer.scope())).isEqualTo(1);
            assertThat(standing(region, reference).steps())
                    .filteredOn(step -> step.what() == Step.What.NOTICE && step.done())
                    .extracting(Step::at)
                    .containsExactly(at(LEAP, 44));
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP)).hasSize(1);

            // When
            region.job(LicenceClock.NAME).run(region.clock.instant());

            // Then
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP)).hasSize(1);

            // When
            region.runAt(at(LEAP, 45), LicenceClock.NAME);

            // Then
            assertThat(standing(region, reference).deleted()).isPresent();
            assertThat(receipts(region, reference, ReceiptKind.CUSTOMER_DELETED))
                    .hasSize(1);
        }
    }

    @Test
    void aRenewalInAnyStateBringsEverythingBackAtOnceAndNeverShortens() throws Exception {
        try (WalkedRegion region = WalkedRegion.laboratory(folder, at(LEAP, -10))) {
            // Given
            Created customer = region.customer("Renewed Company", Licence.trial(LEAP), "Asia/Tokyo");
            CustomerReference reference = customer.customer().reference();
            region.event(customer.scope(), "canary.renewed.example");
            region.runAt(at(LEAP, 44).plus(RUN), LicenceClock.NAME);
            assertThat(state(region, customer)).isEqualTo(Licence.State.LOCKED);

            // When
            LocalDate second = LEAP.plusDays(60);
            Standing converted = region.trust.licences().renew(reference, Licence.Kind.FULL, second, 1, OPERATOR);

            // Then
            assertThat(converted.state()).isEqualTo(Licence.State.ACTIVE);
            assertThat(state(region, customer)).isEqualTo(Licence.State.ACTIVE);
            assertThat(region.events(customer.scope())).isEqualTo(1);
            assertThatThrownBy(() -> region.trust.licences().renew(reference, Licence.Kind.FULL, second, 1, OPERATOR))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
            assertThatThrownBy(() -> region.trust
                            .licences()
                            .renew(reference, Licence.Kind.FULL, second.minusDays(1), 2, OPERATOR))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
            assertThatThrownBy(() -> region.trust
                            .licences()
                            .renew(reference, Licence.Kind.TRIAL, second.plusDays(1), 2, OPERATOR))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));

            // When
            region.runAt(at(second, 10).plus(RUN), LicenceClock.NAME);
            assertThat(state(region, customer)).isEqualTo(Licence.State.GRACE);
            LocalDate third = second.plusDays(20);
            assertThat(region.trust
                            .licences()
                            .renew(reference, Licence.Kind.FULL, third, 2, OPERATOR)
                            .state())
                    .isEqualTo(Licence.State.ACTIVE);
            region.runAt(at(third, 120).plusSeconds(86_399), LicenceClock.NAME);

            // Then
            assertThat(state(region, customer)).isEqualTo(Licence.State.LOCKED);
            assertThat(region.trust
                            .licences()
                            .renew(reference, Licence.Kind.FULL, third.plusYears(1), 3, OPERATOR)
                            .state())
                    .isEqualTo(Licence.State.ACTIVE);
            region.runAt(at(third, 121).plus(RUN), LicenceClock.NAME);
            assertThat(region.events(customer.scope())).isEqualTo(1);
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP))
                    .extracting(receipt -> receipt.statement().facts().get("state"))
                    .containsExactly("locked", "active", "grace", "active", "grace", "locked", "active");
        }
    }

    @Test
    void aClockThatLeaptStatesNothingAndTheChainGoesOnWhenItIsRight() throws Exception {
        try (WalkedRegion region = new WalkedRegion(folder, at(LEAP, -40), false, vault -> vault)) {
            // Given
            Created customer = region.customer("Leapt Company", Licence.full(LEAP), "UTC");
            CustomerReference reference = customer.customer().reference();
            region.runAt(at(LEAP, -40), LicenceClock.NAME);
            // When
            assertThatThrownBy(() -> region.runAt(at(LEAP, 31), LicenceClock.NAME))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOCK_LEAPT));
            // Then
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP)).isEmpty();
            // When somebody renews in fright, and the clock is set right
            LocalDate longer = LEAP.plusDays(1);
            assertThat(region.trust
                            .licences()
                            .renew(reference, Licence.Kind.FULL, longer, 1, OPERATOR)
                            .licence()
                            .expires())
                    .isEqualTo(longer);
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP)).isEmpty();
            for (Instant time = at(LEAP, -40); time.isBefore(at(longer, 0)); time = time.plus(Duration.ofHours(5))) {
                region.runAt(time, "trust.clock");
            }
            region.runAt(at(longer, 0).plus(RUN), LicenceClock.NAME);
            // Then
            assertThat(receipts(region, reference, ReceiptKind.LICENCE_STEP))
                    .extracting(receipt -> receipt.statement().facts().get("state"))
                    .containsExactly("grace");
        }
    }
}
