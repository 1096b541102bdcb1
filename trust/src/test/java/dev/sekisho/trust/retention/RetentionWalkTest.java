package dev.sekisho.trust.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.world.WalkedRegion;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events live as many UTC days as their customer chose, to the second, and what deleted them leaves a receipt. */
class RetentionWalkTest {
    private static final LocalDate DAY = LocalDate.parse("2027-09-15");
    private static final Instant MIDNIGHT_181 = WalkedRegion.start(DAY.plusDays(181));

    @TempDir
    Path folder;

    private static List<Receipt> receipts(WalkedRegion region, Created customer) {
        return region
                .trust
                .receipts()
                .list(new Subject.Customer(customer.customer().reference()), Long.MAX_VALUE, 100)
                .stream()
                .filter(receipt -> receipt.statement().kind() == ReceiptKind.RETENTION_DAY)
                .toList();
    }

    private static Created withAnEventOfDayZero(WalkedRegion region) throws Exception {
        Created customer = region.customer("Kept Company", Licence.full(DAY.plusYears(3)), "America/Sao_Paulo");
        region.event(customer.scope(), "canary.kept.example");
        region.lake.flush();
        region.runAt(region.clock.instant(), RetentionJob.NAME);
        return customer;
    }

    private static void expect181Days(WalkedRegion region, Created customer) throws Exception {
        region.runAt(WalkedRegion.start(DAY.plusDays(180)).plusSeconds(5), RetentionJob.NAME);
        region.clock.set(MIDNIGHT_181.minusSeconds(1));
        assertThat(region.events(customer.scope())).isEqualTo(1);
        assertThat(receipts(region, customer)).isEmpty();
        region.clock.set(MIDNIGHT_181);
        assertThat(region.events(customer.scope())).isZero();
        region.clock.set(MIDNIGHT_181.plusSeconds(1));
        assertThat(region.events(customer.scope())).isZero();
    }

    @Test
    void anEventIsReadFor181DaysAndGoneWithItsKeysSoonAfter() throws Exception {
        try (WalkedRegion region =
                WalkedRegion.laboratory(folder, WalkedRegion.start(DAY).plusSeconds(3600))) {
            // Given
            Created customer = withAnEventOfDayZero(region);
            expect181Days(region, customer);

            // When
            region.runAt(MIDNIGHT_181.plusSeconds(5), RetentionJob.NAME);

            // Then
            assertThat(receipts(region, customer)).singleElement().satisfies(receipt -> {
                assertThat(receipt.time()).isBefore(MIDNIGHT_181.plus(Duration.ofDays(1)));
                assertThat(receipt.statement().facts())
                        .containsEntry("days", "1")
                        .containsEntry("events", "1")
                        .containsEntry("before", DAY.plusDays(1).toString())
                        .containsEntry("retention-days", "181");
            });

            // When
            region.runAt(MIDNIGHT_181.plus(Duration.ofDays(1)).plusSeconds(5), RetentionJob.NAME);

            // Then
            assertThat(receipts(region, customer)).hasSize(1);
        }
    }

    @Test
    void aCustomerThatKeepsOneDayLessMakesTheSameWalkFail() throws Exception {
        try (WalkedRegion region =
                WalkedRegion.laboratory(folder, WalkedRegion.start(DAY).plusSeconds(3600))) {
            // Given
            Created customer = withAnEventOfDayZero(region);
            CustomerSettings before = region.directory.of(customer.scope()).settings();
            region.directory
                    .of(customer.scope())
                    .update(
                            new CustomerSettings(
                                    before.name(),
                                    before.contact(),
                                    before.showNames(),
                                    180,
                                    before.logUnavailable(),
                                    before.timeZone(),
                                    before.version()),
                            before.version());

            // When // Then
            assertThatThrownBy(() -> expect181Days(region, customer)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void aClockThatLeaptDeletesNothingBeforeItsWaitIsOver() throws Exception {
        try (WalkedRegion region =
                new WalkedRegion(folder, WalkedRegion.start(DAY).plusSeconds(3600), false, vault -> vault)) {
            // Given
            Created customer = withAnEventOfDayZero(region);

            // When
            assertThatThrownBy(() -> region.runAt(WalkedRegion.start(DAY.plusDays(400)), RetentionJob.NAME))
                    .isInstanceOfSatisfying(
                            SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOCK_LEAPT));
            assertThat(region.trust.problem()).contains("clock-leapt");
            region.clock.set(WalkedRegion.start(DAY).plusSeconds(7200));

            // Then
            assertThat(region.events(customer.scope())).isEqualTo(1);
            assertThat(region.trust.problem()).isEmpty();
        }
    }

    @Test
    void aClockThatLeaptDropsNothingThatIsNotSealedYet() throws Exception {
        try (WalkedRegion region =
                new WalkedRegion(folder, WalkedRegion.start(DAY).plusSeconds(3600), false, vault -> vault)) {
            // Given: a row that is sealed, and one that is hot
            Created customer = withAnEventOfDayZero(region);
            region.event(customer.scope(), "hot.kept.example");

            // When
            region.clock.set(WalkedRegion.start(DAY.plusDays(400)));
            region.event(customer.scope(), "later.kept.example");
            region.lake.flush();

            // Then
            assertThat(region.trust.problem()).contains("clock-leapt");
            region.clock.set(WalkedRegion.start(DAY).plusSeconds(7200));
            assertThat(region.events(customer.scope())).isEqualTo(3);
            assertThat(region.trust.problem()).isEmpty();
            assertThat(receipts(region, customer)).isEmpty();
        }
    }

    @Test
    void itFallsDueAtOnceAndThenSoonAfterEveryMidnightOfUtc() {
        // Given
        try (WalkedRegion region = WalkedRegion.laboratory(folder, WalkedRegion.start(DAY))) {
            var job = region.job(RetentionJob.NAME);
            Instant now = Instant.parse("2026-11-22T21:30:00Z");
            Instant next = Instant.parse("2026-11-23T00:00:05Z");

            // Then
            assertThat(job.nextDue(Instant.EPOCH, now)).isEqualTo(now);
            assertThat(job.nextDue(now, now)).isEqualTo(next);
            assertThat(job.nextDue(Instant.parse("2026-11-23T00:00:01Z"), now)).isEqualTo(next);
            assertThat(job.nextDue(next, next)).isEqualTo(Instant.parse("2026-11-24T00:00:05Z"));
        }
    }
}
