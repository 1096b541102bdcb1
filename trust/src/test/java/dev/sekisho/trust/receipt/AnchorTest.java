package dev.sekisho.trust.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.trust.clock.ClockGuard;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnchorTest {
    private static final Subject OWN = new Subject.Installation();
    private final ReceiptBooks books = new ReceiptBooks();

    @AfterEach
    void close() {
        books.close();
    }

    @Test
    void theHeadsOfAllChainsAreWrittenIntoTheInstallationsOwnOnceAndAgainWhenOneGrew() throws Exception {
        // Given
        Job job = books.book.jobs(books.guard(true)).getFirst();
        List<Receipt> heads = List.of(add(1), add(2), add(2), add(3));
        // When
        job.run(ReceiptBooks.START);
        job.run(ReceiptBooks.START);
        // Then
        List<Receipt> own = books.book.list(OWN, Long.MAX_VALUE, 10);
        assertThat(own).hasSize(1);
        assertThat(own.getFirst().statement().kind()).isEqualTo(ReceiptKind.ANCHOR);
        assertThat(own.getFirst().statement().facts())
                .containsEntry("chains", "3")
                .containsEntry("head." + ReceiptBooks.customer(1).wire(), "1 " + hash(heads.get(0)))
                .containsEntry("head." + ReceiptBooks.customer(2).wire(), "2 " + hash(heads.get(2)))
                .containsEntry("head." + ReceiptBooks.customer(3).wire(), "1 " + hash(heads.get(3)));
        // When
        add(3);
        job.run(ReceiptBooks.START);
        // Then
        ReceiptFile file = books.book.file(OWN, Long.MAX_VALUE, 10).orElseThrow();
        assertThat(file.receipts()).hasSize(2);
        assertThat(new ReceiptVerifier(books.book.publicKey()).verify(file).holds())
                .isTrue();
    }

    @Test
    void aChainThatWasCutAfterItWasAnchoredIsSeenAlsoWhenItGrewAgain() throws Exception {
        // Given
        add(1);
        snapshot();
        add(1);
        Job job = books.book.jobs(books.guard(true)).getFirst();
        job.run(ReceiptBooks.START);
        assertThat(books.book.problem()).isEmpty();
        // When
        cutToSnapshot(ReceiptBooks.customer(1), 2);
        // Then: the book itself sees a chain that holds, the anchor does not
        assertThat(books.book.list(ReceiptBooks.customer(1), Long.MAX_VALUE, 5)).hasSize(1);
        refused(ErrorCode.LEDGER_CUT, job);
        assertThat(books.book.problem()).contains("lacks links");
        // When
        add(1);
        add(1);
        // Then
        refused(ErrorCode.LEDGER_CUT, job);
        assertThat(books.book.list(OWN, Long.MAX_VALUE, 5)).hasSize(1);
    }

    @Test
    void withoutAnAnchorTheSameCutGoesUnseen() throws Exception {
        // Given: the negative control
        add(1);
        snapshot();
        add(1);
        // When
        cutToSnapshot(ReceiptBooks.customer(1), 2);
        // Then
        books.book.jobs(books.guard(true)).getFirst().run(ReceiptBooks.START);
        assertThat(books.book.problem()).isEmpty();
    }

    @Test
    void aChainThatIsGoneAsAWholeIsSeen() throws Exception {
        add(1);
        Job job = books.book.jobs(books.guard(true)).getFirst();
        job.run(ReceiptBooks.START);
        snapshotOfNothing();
        cutToSnapshot(ReceiptBooks.customer(1), 1);
        refused(ErrorCode.LEDGER_CUT, job);
    }

    @Test
    void aLinkInTheMiddleThatIsNotWhatWasSignedIsSeen() throws Exception {
        // Given
        add(1);
        Job job = books.book.jobs(books.guard(true)).getFirst();
        job.run(ReceiptBooks.START);
        for (int i = 0; i < 3; i++) {
            add(1);
        }
        // When: a link since the anchor is gone
        books.sql("DELETE FROM installation_record WHERE kind = 'receipt' AND id = '"
                + inStore(ReceiptBooks.customer(1), chain -> chain.linkId(3)) + "'");
        // Then
        refused(ErrorCode.LEDGER_CUT, job);
    }

    @Test
    void manyHeadsGoIntoSeveralLinksAndAHalfWrittenAnchorIsCompletedTheNextTime() throws Exception {
        // Given: five chains, two heads a link
        for (int customer = 1; customer <= 5; customer++) {
            add(customer);
        }
        books.anchor(2).run(ReceiptBooks.START);
        assertThat(parts()).containsExactly("1", "2", "3");
        // When: two chains grow, and the next anchor stops after its first part
        add(1);
        Receipt fifth = add(5);
        FailsAfter failing = new FailsAfter(books.book, 1);
        Anchor stopped = new Anchor(
                failing, books.records.installation(), books.vault.installation(), 2, books.guard(true), said -> {});
        refused(ErrorCode.DATABASE_UNAVAILABLE, stopped);
        assertThat(parts()).containsExactly("1", "2", "3", "1");
        books.anchor(2).run(ReceiptBooks.START);
        // Then
        assertThat(parts()).containsExactly("1", "2", "3", "1", "1", "2", "3");
        assertThat(books.book
                        .list(OWN, Long.MAX_VALUE, 1)
                        .getFirst()
                        .statement()
                        .facts())
                .containsEntry("head." + ReceiptBooks.customer(5).wire(), "2 " + hash(fifth));
        // and a look over all of it finds nothing to say
        books.anchor(2).run(ReceiptBooks.START);
        assertThat(parts()).hasSize(7);
    }

    @Test
    void itRunsAtOnceAndThenEachDayAfterMidnight() {
        Job job = books.book.jobs(books.guard(true)).getFirst();
        Instant now = Instant.parse("2026-11-22T10:00:00Z");
        assertThat(job.name()).isEqualTo("trust.receipts.anchor");
        assertThat(job.nextDue(Instant.EPOCH, now)).isEqualTo(now);
        assertThat(job.nextDue(now, now)).isEqualTo("2026-11-23T00:10:00Z");
        assertThat(job.nextDue(Instant.parse("2026-11-23T00:10:00Z"), now)).isEqualTo("2026-11-24T00:10:00Z");
    }

    private Receipt add(int customer) {
        return books.book.append(ReceiptBooks.customer(customer), ReceiptBooks.statement("2026-05-01"));
    }

    private static String hash(Receipt receipt) {
        return HexFormat.of().formatHex(receipt.hash());
    }

    private List<String> parts() {
        return books.book.list(OWN, Long.MAX_VALUE, 100).reversed().stream()
                .map(link -> String.valueOf(link.statement().facts().get("part")))
                .toList();
    }

    private void snapshot() {
        books.sql("CREATE TABLE kept AS SELECT * FROM installation_record WHERE kind = 'receipt-head'");
    }

    private void snapshotOfNothing() {
        books.sql("CREATE TABLE kept AS SELECT * FROM installation_record WHERE false");
    }

    /** Takes the newest link out, and puts back the head that was there before it. */
    private void cutToSnapshot(Subject subject, long newest) {
        String head = inStore(subject, Chain::headId);
        books.sql(
                "DELETE FROM installation_record WHERE kind = 'receipt' AND id = '"
                        + inStore(subject, chain -> chain.linkId(newest)) + "'",
                "DELETE FROM installation_record WHERE kind = 'receipt-head' AND id = '" + head + "'",
                "INSERT INTO installation_record SELECT * FROM kept WHERE id = '" + head + "'");
    }

    private String inStore(Subject subject, Function<Chain, Id128> id) {
        return books.records.installation().transact(transaction -> {
            Id128 found = id.apply(new Chain(books.vault.installation(), transaction, subject.wire()));
            return new UUID(found.high(), found.low()).toString();
        });
    }

    private static void refused(ErrorCode code, Job job) {
        assertThatThrownBy(() -> job.run(ReceiptBooks.START))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** A book whose store goes away after some links. */
    private static final class FailsAfter implements ReceiptBook {
        private final ReceiptBook inner;
        private int left;

        private FailsAfter(ReceiptBook inner, int left) {
            this.inner = inner;
            this.left = left;
        }

        @Override
        public Receipt append(Subject subject, Statement statement) {
            if (left-- == 0) {
                throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "gone");
            }
            return inner.append(subject, statement);
        }

        @Override
        public Receipt append(Subject subject, Id128 id, Statement statement) {
            return inner.append(subject, id, statement);
        }

        @Override
        public List<Receipt> list(Subject subject, long before, int limit) {
            return inner.list(subject, before, limit);
        }

        @Override
        public Optional<Receipt> find(Subject subject, Id128 id) {
            return inner.find(subject, id);
        }

        @Override
        public VerificationKey publicKey() {
            return inner.publicKey();
        }
    }

    @Test
    void aClockThatLeaptSignsNothingAndTheLookGoesOn() throws Exception {
        // Given
        add(1);
        ClockGuard guard = books.guard(false);
        var seen = guard.require();
        Job job = books.book.jobs(guard).getFirst();
        // When
        books.clock.moveTo(ReceiptBooks.START.plus(Duration.ofDays(200)));
        // Then
        refused(ErrorCode.CLOCK_LEAPT, job);
        assertThat(books.book.list(OWN, Long.MAX_VALUE, 5)).isEmpty();
        assertThat(books.book.problem()).isEmpty();
        // When
        books.sql("DELETE FROM installation_record WHERE kind = 'receipt'");
        // Then
        refused(ErrorCode.LEDGER_CUT, job);
        assertThat(books.book.problem()).isNotEmpty();
    }
}
