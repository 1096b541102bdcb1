package dev.sekisho.trust.departure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.Customers.Created;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.world.WalkedRegion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deletion that is interrupted at any step is ended by the next run, with one receipt and the counts of the beginning. */
class InterruptedDeletionTest {
    private static final Instant START = Instant.parse("2027-03-01T09:00:00Z");
    private static final Actor.Job JOB = new Actor.Job("test");

    @TempDir
    Path folder;

    /** Ends the process, so to say, at one call. */
    private static final class Cut implements DataStore {
        private final boolean atCounting;

        Cut(boolean atCounting) {
            this.atCounting = atCounting;
        }

        @Override
        public Map<String, Long> count(CustomerScope scope) {
            if (atCounting) {
                throw new SekishoException(ErrorCode.DISK_FAILED, "interrupted");
            }
            return Map.of();
        }

        @Override
        public Map<String, Long> forget(CustomerScope scope) {
            throw new SekishoException(ErrorCode.DISK_FAILED, "interrupted");
        }
    }

    private static List<Receipt> receipts(WalkedRegion region, Created customer) {
        return region
                .trust
                .receipts()
                .list(new Subject.Customer(customer.customer().reference()), Long.MAX_VALUE, 100)
                .stream()
                .filter(receipt -> receipt.statement().kind() == ReceiptKind.CUSTOMER_DELETED)
                .toList();
    }

    @Test
    void whereverItIsCutTheNextRunEndsIt() throws Exception {
        try (WalkedRegion region = WalkedRegion.laboratory(folder, START)) {
            ErasureLedger ledger = ErasureLedger.open(
                    List.of(folder.resolve("three/ledger"), folder.resolve("four/ledger")),
                    region.vault.installation());
            DataStore lake = new LakeStore(region.lake);
            DataStore records = new RecordsStore(region.records, region.directory);
            Cut cut = new Cut(false);
            List<List<DataStore>> cuts = List.of(
                    List.of(new Cut(true), lake, records),
                    List.of(cut, lake, records),
                    List.of(lake, cut, records),
                    List.of(lake, records, cut));
            List<Created> customers = new ArrayList<>();
            for (List<DataStore> stores : cuts) {
                // Given
                Created customer =
                        region.customer("Cut " + customers.size(), Licence.full(LocalDate.parse("2027-02-01")), "UTC");
                customers.add(customer);
                region.event(customer.scope(), "canary.cut.example");
                CustomerDeletion deletion = new CustomerDeletion(
                        region.directory,
                        region.vault,
                        region.records.installation(),
                        ledger,
                        region.trust.receipts(),
                        stores,
                        region.clock);

                // When
                assertThatThrownBy(() ->
                                deletion.delete(customer.customer().reference(), CustomerDeletion.BY_REQUEST, JOB))
                        .hasMessage("interrupted");

                // Then
                assertThat(receipts(region, customer)).isEmpty();
                assertThat(region.directory.departures().begun()).hasSize(1);
                assertThatThrownBy(() -> region.trust
                                .licences()
                                .renew(
                                        customer.customer().reference(),
                                        Licence.Kind.FULL,
                                        LocalDate.parse("2028-01-01"),
                                        1,
                                        JOB))
                        .isInstanceOfSatisfying(
                                SekishoException.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.LICENCE_DELETING));

                // When
                region.job("trust.departures").run(region.clock.instant());

                // Then
                assertThat(receipts(region, customer))
                        .singleElement()
                        .satisfies(receipt -> assertThat(receipt.statement().facts())
                                .containsEntry("deleted.events", "1")
                                .containsEntry("open-attempt", "key-destroyed")
                                .containsEntry("cause", "request"));
                assertThat(region.directory.departures().begun()).isEmpty();
            }

            // When
            region.job("trust.departures").run(region.clock.instant());

            // Then
            assertThat(customers)
                    .allSatisfy(
                            customer -> assertThat(receipts(region, customer)).hasSize(1));
            assertThat(region.directory.departures().former()).hasSize(customers.size());
        }
    }
}
