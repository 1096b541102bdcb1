package dev.sekisho.trust.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.AuditTrail;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.region.TrustRegion;
import dev.sekisho.trust.region.WatchedReceipts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    private static final Id128 REQUEST = new Id128(1, 2);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TrustRegion region;
    private WatchedReceipts book;
    private CustomerScope aoi;
    private Outbox outbox;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        book = new WatchedReceipts(region.receipts);
        aoi = region.customer("Aoi");
        Desk desk = region.deskWith(book);
        outbox = desk.outbox(aoi);
        desk.store(aoi).transact(transaction -> {
            TreeMap<String, String> facts = new TreeMap<>();
            List.of("request", "state", "step", "about", "intake", "received", "due")
                    .forEach(fact -> facts.put(fact, "of a test"));
            outbox.add(transaction, ReceiptKind.REQUEST, facts, List.of("H4"), "look", "erasure.received", REQUEST);
            return true;
        });
    }

    @AfterEach
    void close() {
        region.close();
    }

    private List<Receipt> receipts() {
        return region.receipts.list(
                new Subject.Customer(region.directory.of(aoi).reference()), Long.MAX_VALUE, 100);
    }

    private List<AuditTrail.Entry> lines() {
        return region.directory.of(aoi).audit().list(Optional.empty(), 100).stream()
                .filter(entry -> entry.verb().equals("erasure.received"))
                .toList();
    }

    @Test
    void twoWhoDrainAtTheSameTimeStateItOnce() throws Exception {
        // Given: a second one begins when the first is about to write the receipt, and goes as far as it can
        Thread second = Thread.ofPlatform().unstarted(outbox::drain);
        book.before = () -> {
            second.start();
            long limit = System.nanoTime() + LIMIT.toNanos();
            while (second.getState() != Thread.State.WAITING && second.isAlive()) {
                assertThat(System.nanoTime()).isLessThan(limit);
                LockSupport.parkNanos(1_000_000);
            }
        };
        // When
        outbox.drain();
        second.join(LIMIT);
        // Then
        assertThat(second.isAlive()).isFalse();
        assertThat(receipts()).hasSize(1);
        assertThat(lines()).hasSize(1);
    }

    @Test
    void aCrashBehindTheReceiptLeadsToNoSecondOneHoweverManyCameBetween() {
        // Given: the first try ends in front of the receipt, but somebody else, in another process, made it
        book.before = () -> {
            region.deskWith(region.receipts).outbox(aoi).drain();
            throw new SekishoException(
                    dev.sekisho.kernel.error.ErrorCode.DATABASE_UNAVAILABLE, "the process of this test ends");
        };
        assertThatThrownBy(outbox::drain).isInstanceOf(SekishoException.class);
        Receipt made = receipts().getFirst();
        // When the same entry is stated once more
        Receipt again = region.receipts.append(
                new Subject.Customer(region.directory.of(aoi).reference()), made.id(), made.statement());
        // Then
        assertThat(again).isEqualTo(made);
        assertThat(receipts()).hasSize(1);
        assertThat(made.statement().facts()).containsEntry("notice", made.id().toString());
        assertThat(outbox.drain()).isZero();
    }
}
