package dev.sekisho.trust.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.records.Records;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SealedReceiptBookTest {
    private static ReceiptBooks books;
    private static SealedReceiptBook book;

    @BeforeAll
    static void open() {
        books = new ReceiptBooks();
        book = books.book;
    }

    @AfterAll
    static void close() {
        books.close();
    }

    @Test
    void linksOfASubjectFormAChainThatSomebodyElseCanCheck() {
        // Given
        Subject subject = ReceiptBooks.customer(1);
        for (int day = 1; day <= 7; day++) {
            book.append(subject, ReceiptBooks.statement("2026-05-0" + day));
            books.clock.moveTo(books.clock.instant().plus(Duration.ofDays(1)));
        }
        ByteArrayOutputStream handedOut = new ByteArrayOutputStream();
        book.file(subject, Long.MAX_VALUE, 100).orElseThrow().write(handedOut);
        VerificationKey known = VerificationKey.parse(book.publicKey().pem());
        // When
        ReceiptFile file = ReceiptFile.read(new ByteArrayInputStream(handedOut.toByteArray()));
        // Then
        assertThat(new ReceiptVerifier(known).verify(file).findings()).isEmpty();
        assertThat(file.receipts()).extracting(Receipt::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(file.head()).isEmpty();
        assertThat(file.receipts().getFirst().time())
                .isBeforeOrEqualTo(file.receipts().getLast().time());
        assertThat(file.receipts().getFirst().producedBy()).isEqualTo("sekisho test");
    }

    @Test
    void aChainIsReadInPagesAndAPartOfItNamesTheNewestLink() {
        Subject subject = ReceiptBooks.customer(2);
        List<Receipt> added = IntStream.rangeClosed(1, 9)
                .mapToObj(day -> book.append(subject, ReceiptBooks.statement("2026-05-0" + day)))
                .toList();
        assertThat(book.list(subject, Long.MAX_VALUE, 4))
                .containsExactlyElementsOf(added.subList(5, 9).reversed());
        assertThat(book.list(subject, 6, 4))
                .containsExactlyElementsOf(added.subList(1, 5).reversed());
        assertThat(book.list(subject, 1, 4)).isEmpty();
        assertThat(book.list(subject, 2, 1000)).containsExactly(added.getFirst());
        ReceiptFile part = book.file(subject, 6, 2).orElseThrow();
        assertThat(part.receipts()).containsExactly(added.get(3), added.get(4));
        assertThat(part.head()).contains(added.get(8));
        assertThat(new ReceiptVerifier(book.publicKey()).verify(part).findings())
                .isEmpty();
        assertThat(book.file(ReceiptBooks.customer(3), Long.MAX_VALUE, 10)).isEmpty();
        assertThatThrownBy(() -> book.list(subject, 5, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book.list(subject, 5, 1001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReceiptIsFoundInTheChainOfItsOwnSubjectOnly() {
        Receipt one = book.append(ReceiptBooks.customer(4), ReceiptBooks.statement("2026-05-01"));
        Receipt other = book.append(ReceiptBooks.customer(5), ReceiptBooks.statement("2026-05-02"));
        assertThat(book.find(ReceiptBooks.customer(4), one.id())).contains(one);
        assertThat(book.find(ReceiptBooks.customer(5), one.id())).isEmpty();
        assertThat(book.find(new Subject.Installation(), one.id())).isEmpty();
        assertThat(book.find(ReceiptBooks.customer(4), new Id128(4, 4))).isEmpty();
        assertThat(other.number()).isEqualTo(1);
        assertThat(other.previous()).containsOnly(0);
    }

    @Test
    void manyWhoAddAtOnceInTwoProcessesMakeOneChain() throws Exception {
        // Given
        Subject subject = ReceiptBooks.customer(6);
        List<Callable<Receipt>> calls = new ArrayList<>();
        try (Records elsewhere = books.database.open(books.vault, books.clock);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            SealedReceiptBook second = books.another(elsewhere);
            for (int i = 0; i < 60; i++) {
                SealedReceiptBook to = i % 2 == 0 ? book : second;
                calls.add(() -> to.append(subject, ReceiptBooks.statement("2026-05-01")));
            }
            // When
            List<Future<Receipt>> done = threads.invokeAll(calls);
            // Then
            List<Long> numbers = new ArrayList<>();
            for (Future<Receipt> each : done) {
                numbers.add(each.get().number());
            }
            assertThat(numbers)
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 60).boxed().toList());
        }
        ReceiptFile file = book.file(subject, Long.MAX_VALUE, 100).orElseThrow();
        assertThat(new ReceiptVerifier(book.publicKey()).verify(file).findings())
                .isEmpty();
    }

    @Test
    void aStatementWithoutTheFactsOfItsKindIsNotStored() {
        Subject subject = ReceiptBooks.customer(7);
        Statement empty = new Statement(ReceiptKind.RETENTION_DAY, new TreeMap<>(), List.of(), "job:x", "look");
        assertThatThrownBy(() -> book.append(subject, empty))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("days");
        assertThat(book.list(subject, Long.MAX_VALUE, 1)).isEmpty();
    }

    @Test
    void aClockThatWasSetBackStopsTheChainAndOneThatIsALittleBehindDoesNot() {
        try (ReceiptBooks apart = new ReceiptBooks()) {
            Subject subject = ReceiptBooks.customer(1);
            Receipt first = apart.book.append(subject, ReceiptBooks.statement("2026-05-01"));
            SealedReceiptBook behind = new SealedReceiptBook(
                    apart.records,
                    apart.vault,
                    new dev.sekisho.kernel.scope.Region("lab"),
                    () -> ReceiptBooks.START.minusSeconds(90),
                    "sekisho test");
            SealedReceiptBook setBack = new SealedReceiptBook(
                    apart.records,
                    apart.vault,
                    new dev.sekisho.kernel.scope.Region("lab"),
                    () -> ReceiptBooks.START.minusSeconds(150),
                    "sekisho test");
            assertThat(behind.append(subject, ReceiptBooks.statement("2026-05-02"))
                            .time())
                    .isEqualTo(first.time());
            refused(ErrorCode.CLOCK_SET_BACK, () -> setBack.append(subject, ReceiptBooks.statement("2026-05-03")));
            assertThat(apart.book.list(subject, Long.MAX_VALUE, 10)).hasSize(2);
        }
    }

    @Test
    void aStoreThatLostALinkOrItsHeadIsNotAddedTo() {
        try (ReceiptBooks apart = new ReceiptBooks()) {
            // Given
            Subject subject = ReceiptBooks.customer(1);
            apart.book.append(subject, ReceiptBooks.statement("2026-05-01"));
            apart.sql(
                    "CREATE TABLE kept_head AS SELECT * FROM installation_record WHERE kind = 'receipt-head'",
                    "CREATE TABLE kept AS SELECT * FROM installation_record WHERE kind = 'receipt'");
            apart.book.append(subject, ReceiptBooks.statement("2026-05-02"));
            // When: only the head is set back to the first link
            apart.sql(
                    "CREATE TABLE newest AS SELECT * FROM installation_record WHERE kind = 'receipt-head'",
                    "DELETE FROM installation_record WHERE kind = 'receipt-head'",
                    "INSERT INTO installation_record SELECT * FROM kept_head");
            // Then
            refused(ErrorCode.LEDGER_CUT, () -> apart.book.append(subject, ReceiptBooks.statement("2026-05-03")));
            // When: the head is right, the newest link is gone
            apart.sql(
                    "DELETE FROM installation_record WHERE kind = 'receipt-head'",
                    "INSERT INTO installation_record SELECT * FROM newest",
                    "CREATE TABLE links AS SELECT * FROM installation_record WHERE kind = 'receipt'",
                    "DELETE FROM installation_record r WHERE kind = 'receipt' AND id NOT IN (SELECT id FROM kept)");
            // Then
            refused(ErrorCode.LEDGER_CUT, () -> apart.book.append(subject, ReceiptBooks.statement("2026-05-03")));
            refused(ErrorCode.LEDGER_CUT, () -> apart.book.list(subject, Long.MAX_VALUE, 5));
            // When: everything is back
            apart.sql("INSERT INTO installation_record SELECT * FROM links WHERE id NOT IN (SELECT id FROM kept)");
            // Then
            assertThat(apart.book
                            .append(subject, ReceiptBooks.statement("2026-05-03"))
                            .number())
                    .isEqualTo(3);
        }
    }

    @Test
    void everyMemberOfAStoredReceiptIsInTheInventory() {
        Receipt receipt = book.append(ReceiptBooks.customer(8), ReceiptBooks.statement("2026-05-01"));
        JsonNode stored = JsonMapper.builder().build().readTree(ReceiptFile.bytes(receipt));
        FieldInventory inventory = FieldInventory.load();
        assertThat(stored.propertyNames())
                .hasSize(13)
                .allMatch(name -> inventory
                        .find(Chain.LINK, name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                        .isPresent());
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
