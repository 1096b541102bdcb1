package dev.sekisho.trust.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReceiptBookTest {
    private static final Subject SUBJECT = new Subject.Installation();

    @Test
    void aFileHoldsMoreThanOnePageAndNamesTheHeadOnlyWhereItEndsBefore() {
        ReceiptBook book = new InMemory(2_500);
        ReceiptFile whole =
                book.file(SUBJECT, Long.MAX_VALUE, ReceiptFile.MAX_RECEIPTS).orElseThrow();
        assertThat(whole.receipts()).extracting(Receipt::number).hasSize(2_500).isSorted();
        assertThat(whole.head()).isEmpty();
        ReceiptFile part = book.file(SUBJECT, 2_301, 1_200).orElseThrow();
        assertThat(part.receipts())
                .extracting(Receipt::number)
                .hasSize(1_200)
                .startsWith(1_101L)
                .endsWith(2_300L);
        assertThat(part.head().orElseThrow().number()).isEqualTo(2_500);
        assertThat(book.file(SUBJECT, 1, 10)).isEmpty();
        assertThat(new InMemory(0).file(SUBJECT, Long.MAX_VALUE, 10)).isEmpty();
        for (int limit : new int[] {0, -1, ReceiptFile.MAX_RECEIPTS + 1}) {
            assertThatThrownBy(() -> book.file(SUBJECT, 5, limit)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** A chain of so many links, read as strictly as the real one. */
    private record InMemory(long links) implements ReceiptBook {
        @Override
        public Receipt append(Subject subject, Statement statement) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Receipt append(Subject subject, Id128 id, Statement statement) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Receipt> list(Subject subject, long before, int limit) {
            assertThat(limit).isBetween(1, MAX_LIST);
            long newest = Math.min(links, before - 1);
            return LongStream.range(0, Math.min(newest, limit))
                    .mapToObj(back -> link(newest - back))
                    .toList();
        }

        private static Receipt link(long number) {
            return new Receipt(
                    new Id128(1, number),
                    "lab",
                    SUBJECT.wire(),
                    number,
                    new byte[32],
                    Instant.EPOCH,
                    "test",
                    ReceiptBooks.statement("2026-05-01"),
                    new byte[64]);
        }

        @Override
        public Optional<Receipt> find(Subject subject, Id128 id) {
            return Optional.empty();
        }

        @Override
        public VerificationKey publicKey() {
            return VerificationKey.parse("19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
        }
    }
}
