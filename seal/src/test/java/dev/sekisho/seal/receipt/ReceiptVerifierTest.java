package dev.sekisho.seal.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Verification.Check;
import dev.sekisho.seal.receipt.Verification.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which receipts can fail to hold is seen; and with the one check for it left out, it is not. */
class ReceiptVerifierTest {
    @TempDir
    Path folder;

    private Signer signer;
    private List<Receipt> chain;

    @BeforeEach
    void open() {
        signer = new Signer(folder.resolve("installation"));
        chain = signer.chain(7);
    }

    @AfterEach
    void close() {
        signer.close();
    }

    private Set<Check> failing(ReceiptFile file) {
        EnumSet<Check> failing = EnumSet.noneOf(Check.class);
        new ReceiptVerifier(signer.key())
                .verify(file).findings().stream().map(Finding::check).forEach(failing::add);
        return failing;
    }

    /** The checks that fail for a file, and the negative control: with them left out, the same file holds. */
    private void failsBy(ReceiptFile file, Check first, Check... more) {
        Set<Check> expected = EnumSet.of(first, more);
        assertThat(failing(file)).isEqualTo(expected);
        assertThat(new ReceiptVerifier(signer.key(), EnumSet.complementOf(EnumSet.copyOf(expected)))
                        .verify(file)
                        .holds())
                .isTrue();
    }

    @Test
    void aWholeChainHoldsAndSaysWhatItCannotShow() {
        Verification result = new ReceiptVerifier(signer.key()).verify(signer.file(chain));
        assertThat(result.holds()).isTrue();
        assertThat(result.rests())
                .anyMatch(line -> line.contains(signer.key().fingerprint()))
                .anyMatch(line -> line.contains("7 links unbroken"))
                .anyMatch(line -> line.contains("cannot show"));
    }

    @Test
    void aStretchHoldsAndNamesWhatIsNotThere() {
        ReceiptFile file = new ReceiptFile(signer.key(), chain.subList(2, 4), Optional.of(chain.get(6)));
        Verification result = new ReceiptVerifier(signer.key()).verify(file);
        assertThat(result.findings()).isEmpty();
        assertThat(result.rests())
                .anyMatch(line -> line.contains("Links 1 to 2 are not in this file"))
                .anyMatch(line -> line.contains("newest link is 7"));
        assertThat(failing(new ReceiptFile(signer.key(), chain.subList(2, 6), Optional.of(chain.get(6)))))
                .isEmpty();
    }

    @Test
    void aChangedWordBreaksTheSignature() {
        Receipt third = chain.get(2);
        Statement other = Signer.statement(30);
        Receipt changed = with(third, other, third.previous(), third.signature());
        List<Receipt> links = new ArrayList<>(chain);
        links.set(2, changed);
        // The next link names the one that was there before.
        failsBy(signer.file(links), Check.SIGNATURE, Check.LINK);
        failsBy(signer.file(List.of(changed)), Check.SIGNATURE);
    }

    @Test
    void everyFlippedBitOfASignatureOrAHashIsSeen() {
        Receipt link = chain.get(1);
        int refused = 0;
        for (int bit = 0; bit < 64 * 8; bit++) {
            byte[] signature = link.signature();
            signature[bit / 8] ^= (byte) (1 << (bit % 8));
            if (failing(signer.file(List.of(with(link, link.statement(), link.previous(), signature))))
                    .contains(Check.SIGNATURE)) {
                refused++;
            }
        }
        for (int bit = 0; bit < 32 * 8; bit++) {
            byte[] previous = link.previous();
            previous[bit / 8] ^= (byte) (1 << (bit % 8));
            if (failing(signer.file(List.of(with(link, link.statement(), previous, link.signature()))))
                    .contains(Check.SIGNATURE)) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(96 * 8);
    }

    @Test
    void receiptsOfAnotherInstallationDoNotHold() {
        try (Signer other = new Signer(folder.resolve("other"))) {
            ReceiptFile foreign = other.file(other.chain(3));
            failsBy(foreign, Check.KEY, Check.SIGNATURE);
            // Whoever puts the right key into the file changes nothing but the name.
            failsBy(signer.file(other.chain(3)), Check.SIGNATURE);
        }
    }

    @Test
    void aFileThatNamesAnotherKeyThanTheGivenOneDoesNotHold() {
        try (Signer other = new Signer(folder.resolve("other"))) {
            failsBy(new ReceiptFile(other.key(), chain, Optional.empty()), Check.KEY);
        }
    }

    @Test
    void aSignatureIsBoundToItsRegion() {
        Receipt link = chain.getFirst();
        Receipt moved = new Receipt(
                link.id(),
                "jp-west",
                link.subject(),
                link.number(),
                link.previous(),
                link.time(),
                link.producedBy(),
                link.statement(),
                link.signature());
        failsBy(signer.file(List.of(moved)), Check.SIGNATURE);
        failsBy(signer.file(List.of(moved, chain.get(1))), Check.SIGNATURE, Check.REGION, Check.LINK);
    }

    @Test
    void aLinkLeftOutTakenTwiceOrOutOfOrderIsSeen() {
        failsBy(signer.file(List.of(chain.get(0), chain.get(2))), Check.NUMBER, Check.LINK);
        failsBy(signer.file(List.of(chain.get(0), chain.get(0))), Check.NUMBER, Check.LINK);
        failsBy(signer.file(List.of(chain.get(1), chain.get(0), chain.get(2))), Check.NUMBER, Check.LINK, Check.TIME);
        failsBy(new ReceiptFile(signer.key(), chain, Optional.of(chain.get(3))), Check.NUMBER, Check.TIME);
    }

    @Test
    void aSecondHistoryThatTheSignerMadeDoesNotJoinTheFirst() {
        // Given: link 3 stated anew after link 2, with a valid signature
        Receipt rewritten = signer.link(
                Optional.of(chain.get(1)), "installation", Signer.statement(28), Signer.TIME.plusSeconds(3));
        List<Receipt> links = new ArrayList<>(chain);
        links.set(2, rewritten);
        failsBy(signer.file(links), Check.LINK);
    }

    @Test
    void aFirstLinkThatNamesOneBeforeItIsSeen() {
        Statement statement = Signer.statement(1);
        byte[] before = new byte[32];
        before[0] = 1;
        Receipt first = Receipt.signed(
                signer.installation(),
                new Id128(5, 5),
                Signer.REGION,
                "installation",
                1,
                before,
                Signer.TIME,
                "sekisho test",
                statement);
        failsBy(signer.file(List.of(first)), Check.LINK);
    }

    @Test
    void aLinkAboutSomebodyElseIsSeen() {
        Receipt other = signer.link(
                Optional.of(chain.get(1)),
                "00000000000000000000000001",
                Signer.statement(3),
                Signer.TIME.plusSeconds(9));
        failsBy(signer.file(List.of(chain.get(0), chain.get(1), other)), Check.SUBJECT);
    }

    @Test
    void aLinkOlderThanTheOneBeforeItIsSeen() {
        Receipt older = signer.link(
                Optional.of(chain.get(1)), "installation", Signer.statement(3), Signer.TIME.minusSeconds(1));
        failsBy(signer.file(List.of(chain.get(0), chain.get(1), older)), Check.TIME);
    }

    @Test
    void aStatementThatLacksWhatItsKindNeedsIsSeen() {
        for (ReceiptKind kind : ReceiptKind.values()) {
            Statement empty = new Statement(kind, new TreeMap<>(), List.of(), "job:test", "look");
            failsBy(
                    signer.file(List.of(signer.link(Optional.empty(), "installation", empty, Signer.TIME))),
                    Check.FACTS);
            TreeMap<String, String> facts = new TreeMap<>(Map.of("more", ""));
            kind.requiredFacts().forEach(name -> facts.put(name, "1"));
            Statement whole = new Statement(kind, facts, List.of(), "job:test", "look");
            assertThat(failing(signer.file(List.of(signer.link(Optional.empty(), "installation", whole, Signer.TIME)))))
                    .isEmpty();
        }
    }

    private static Receipt with(Receipt link, Statement statement, byte[] previous, byte[] signature) {
        return new Receipt(
                link.id(),
                link.region(),
                link.subject(),
                link.number(),
                previous,
                link.time(),
                link.producedBy(),
                statement,
                signature);
    }
}
