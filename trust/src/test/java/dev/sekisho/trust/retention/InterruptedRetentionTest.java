package dev.sekisho.trust.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.CustomerLake.Retained;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.receipt.Subject.Customer;
import dev.sekisho.trust.region.TrustRegion;
import dev.sekisho.trust.region.WatchedReceipts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes in between: what was deleted is stated. */
class InterruptedRetentionTest {
    @TempDir
    private Path folder;

    private TrustRegion region;
    private CustomerScope aoi;
    private RetentionJob job;
    private WatchedReceipts receipts;
    private final Deque<Supplier<Retained>> lake = new ArrayDeque<>();
    private Runnable holds = () -> {};

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        aoi = region.customer("Aoi");
        receipts = new WatchedReceipts(region.receipts);
        job = new RetentionJob(
                new RetentionJob.Customers() {
                    @Override
                    public List<CustomerScope> scopes(Actor.Job actor) {
                        return List.of(aoi);
                    }

                    @Override
                    public int days(CustomerScope scope) {
                        return 30;
                    }

                    @Override
                    public void carryOutHolds(CustomerScope scope) {
                        holds.run();
                    }

                    @Override
                    public Retained retain(CustomerScope scope, int days) {
                        return lake.remove().get();
                    }
                },
                region.deskWith(receipts));
    }

    @AfterEach
    void close() {
        region.close();
    }

    private List<Receipt> receipts() {
        Customer subject = new Customer(region.directory.of(aoi).reference());
        return region.receipts.list(subject, Long.MAX_VALUE, 100).reversed().stream()
                .filter(receipt -> receipt.statement().kind() == ReceiptKind.RETENTION_DAY)
                .toList();
    }

    private void fails(ErrorCode code) {
        assertThatThrownBy(() -> job.run(Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static SekishoException broken() {
        return new SekishoException(ErrorCode.DISK_FAILED, "the disk of this test fails");
    }

    @Test
    void aReceiptThatCannotBeWrittenIsWrittenLater() throws Exception {
        // Given
        lake.add(() -> {
            receipts.failing = true;
            return new Retained(2, 40, 3);
        });
        fails(ErrorCode.DATABASE_UNAVAILABLE);
        receipts.failing = false;
        assertThat(receipts()).isEmpty();
        // When nothing is left to delete
        lake.add(() -> new Retained(0, 0, 0));
        job.run(Instant.EPOCH);
        region.desk.outbox(aoi).drain();
        // Then
        assertThat(receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.statement().facts())
                        .containsEntry("days", "2")
                        .containsEntry("events", "40")
                        .containsEntry("segments", "3")
                        .doesNotContainKey("interrupted"));
    }

    @Test
    void aRunThatBrokeOffIsNamedByTheNextOne() throws Exception {
        // Given
        lake.add(() -> {
            throw broken();
        });
        fails(ErrorCode.DISK_FAILED);
        assertThat(receipts()).isEmpty();
        // When
        lake.add(() -> new Retained(0, 0, 0));
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.statement().facts())
                        .containsEntry("days", "0")
                        .containsKey("interrupted"));
        // When
        lake.add(() -> new Retained(0, 0, 0));
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts()).hasSize(1);
    }

    @Test
    void whatWentIsStatedAlsoWhereSomethingHadToStay() {
        // Given
        lake.add(() -> new Retained(1, 7, 1, Optional.of(broken())));
        // When
        fails(ErrorCode.DISK_FAILED);
        // Then
        assertThat(receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.statement().facts())
                        .containsEntry("events", "7")
                        .doesNotContainKey("interrupted"));
    }

    @Test
    void whileAHoldIsNotCarriedOutNothingIsDeleted() throws Exception {
        // Given
        lake.add(() -> new Retained(2, 30, 3));
        holds = () -> {
            throw new SekishoException(ErrorCode.DISK_FAILED, "the disk of this test fails");
        };
        // When
        assertThatThrownBy(() -> job.run(Instant.EPOCH)).isInstanceOf(SekishoException.class);
        // Then
        assertThat(lake).as("the lake was not asked").hasSize(1);
        assertThat(receipts()).isEmpty();
        // When
        holds = () -> {};
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts()).hasSize(1);
        assertThat(receipts().getFirst().statement().facts()).doesNotContainKey("interrupted");
    }
}
