package dev.sekisho.trust.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.testing.TestVault;
import dev.sekisho.seal.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureLedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final CustomerId AOI = CustomerId.of(new Id128(1, 2).bytes());
    private static final CustomerId BENI = CustomerId.of(new Id128(3, 4).bytes());

    @TempDir
    private Path folder;

    private Vault vault;
    private Path first;
    private Path second;

    @BeforeEach
    void open() {
        vault = TestVault.open(folder);
        first = folder.resolve("one/erasures.ledger");
        second = folder.resolve("two/erasures.ledger");
    }

    @AfterEach
    void close() {
        vault.close();
    }

    /** An anchor in memory. */
    private static final class Memory implements LedgerAnchor {
        private Optional<LedgerHead> kept = Optional.empty();

        @Override
        public Optional<LedgerHead> find() {
            return kept;
        }

        @Override
        public void keep(LedgerHead head) {
            kept = Optional.of(head);
        }
    }

    private ErasureLedger ledger(LedgerAnchor... anchors) {
        ErasureLedger ledger = ErasureLedger.open(List.of(first, second), vault.installation());
        Arrays.stream(anchors).forEach(ledger::anchor);
        ledger.settle();
        return ledger;
    }

    private static Optional<PersonToken> person(long number) {
        return Optional.of(new PersonToken(new Id128(9, number)));
    }

    private static void fill(ErasureLedger ledger, int lines) {
        for (int i = 0; i < lines; i++) {
            ledger.write(AOI, person(i), NOW);
        }
    }

    private static void assertCut(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_CUT));
    }

    @Test
    void whatWasWrittenIsThereAfterARestartInItsOrderAndOnce() {
        // Given
        ErasureLedger ledger = ledger();
        // When
        ledger.write(AOI, person(1), NOW);
        ledger.write(BENI, Optional.empty(), NOW.plusSeconds(1));
        ledger.write(AOI, person(1), NOW.plusSeconds(2));
        // Then
        assertThat(ledger().tombstones())
                .containsExactly(
                        new Tombstone(AOI, person(1), NOW), new Tombstone(BENI, Optional.empty(), NOW.plusSeconds(1)));
        assertThat(ledger().head()).isEqualTo(ledger.head());
        assertThat(ledger().head().number()).isEqualTo(2);
    }

    @Test
    void nobodyWithoutTheKeysSeesWhoWasErased() throws IOException {
        // Given
        ledger().write(AOI, person(7), NOW);
        // When
        byte[] file = Files.readAllBytes(first);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        // Then
        assertThat(text).doesNotContain(new String(AOI.bytes(), StandardCharsets.ISO_8859_1));
        assertThat(text)
                .doesNotContain(new String(person(7).orElseThrow().value().bytes(), StandardCharsets.ISO_8859_1));
        assertThat(Files.getPosixFilePermissions(first)).hasSize(2);
    }

    @Test
    void oneCopyThatWasLostOrCutIsWrittenAgainFromTheOther() throws IOException {
        // Given
        fill(ledger(), 3);
        byte[] whole = Files.readAllBytes(first);
        for (byte[] left : List.of(Arrays.copyOf(whole, whole.length - 1), Arrays.copyOf(whole, 8), new byte[0])) {
            Files.write(first, left);
            // When
            ErasureLedger ledger = ledger();
            // Then
            assertThat(ledger.tombstones()).hasSize(3);
            assertThat(Files.readAllBytes(first)).isEqualTo(whole);
            assertThat(ledger.problem()).contains("not whole");
        }
        Files.delete(second);
        assertThat(ledger().tombstones()).hasSize(3);
        assertThat(Files.readAllBytes(second)).isEqualTo(whole);
        assertThat(ledger().problem()).isEmpty();
    }

    @Test
    void aLedgerThatWasCutInEveryCopyIsRefusedAndLeftAsItIs() throws IOException {
        // Given
        Memory anchor = new Memory();
        fill(ledger(anchor), 3);
        byte[] whole = Files.readAllBytes(first);
        int line = (whole.length - 8) / 3;
        byte[] cut = Arrays.copyOf(whole, 8 + 2 * line);
        Files.write(first, cut);
        Files.write(second, cut);
        // Then
        assertCut(() -> ledger(anchor));
        assertThat(Files.readAllBytes(first)).isEqualTo(cut);
        // and a cut that nobody anchored cannot be told: the check is the anchor's
        assertThat(ledger().tombstones()).hasSize(2);
        // When it is brought back, then it starts
        Files.write(first, whole);
        assertThat(ledger(anchor).tombstones()).hasSize(3);
    }

    @Test
    void aLedgerThatWasTakenAwayIsNotTakenForAFirstStart() throws IOException {
        // Given
        Memory anchor = new Memory();
        fill(ledger(anchor), 1);
        Files.delete(first);
        Files.delete(second);
        // Then
        assertCut(() -> ledger(anchor));
        assertThat(first).doesNotExist();
    }

    @Test
    void theKeyStoreRemembersHowFarItWent() throws IOException {
        // Given
        fill(ledger(new KeyStoreAnchor(vault.installation())), 2);
        Files.delete(first);
        Files.delete(second);
        // Then
        assertCut(() -> ledger(new KeyStoreAnchor(vault.installation())));
    }

    @Test
    void anAnchorThatIsOlderThanTheLedgerIsBroughtUpToIt() {
        // Given
        Memory old = new Memory();
        Memory anchor = new Memory();
        ErasureLedger ledger = ledger(anchor);
        fill(ledger, 1);
        old.keep(ledger.head());
        fill(ledger, 3);
        // When
        ledger(old);
        // Then
        assertThat(old.find()).isEqualTo(anchor.find());
    }

    @Test
    void twoHistoriesAreRefused() throws IOException {
        // Given
        fill(ledger(), 2);
        byte[] one = Files.readAllBytes(first);
        Files.delete(first);
        Files.delete(second);
        ErasureLedger other = ledger();
        other.write(BENI, person(1), NOW);
        other.write(BENI, person(2), NOW);
        other.write(BENI, person(3), NOW);
        // When
        Files.write(first, one);
        // Then
        assertCut(this::ledger);
    }

    @Test
    void aChangedByteAnywhereIsNoticed() throws IOException {
        // Given
        Memory anchor = new Memory();
        fill(ledger(anchor), 2);
        byte[] whole = Files.readAllBytes(first);
        for (int at = 0; at < whole.length; at += 7) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(first, changed);
            Files.write(second, changed);
            // Then
            assertCut(() -> ledger(anchor));
        }
    }

    @Test
    void nothingIsErasedBeforeTwoCopiesHoldTheLine() throws IOException {
        // Given
        ErasureLedger ledger = ledger();
        Files.delete(second);
        Files.delete(second.getParent());
        Files.writeString(second.getParent(), "a file where the folder was");
        // Then
        assertThatThrownBy(() -> ledger.write(AOI, person(1), NOW))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DISK_FAILED));
        assertThat(ledger.problem()).contains("cannot be written");
        // When the place is back
        Files.delete(second.getParent());
        ledger.write(AOI, person(1), NOW);
        // Then
        assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(first));
        assertThat(ledger.tombstones()).hasSize(1);
    }
}
