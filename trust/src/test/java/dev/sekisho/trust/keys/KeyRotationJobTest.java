package dev.sekisho.trust.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.keys.KeyRotation.What;
import dev.sekisho.trust.receipt.Subject;
import dev.sekisho.trust.region.TrustRegion;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was replaced while nothing ran is stated once. */
class KeyRotationJobTest {
    private static final String LABEL = "keys-rotated";

    @TempDir
    private Path folder;

    private TrustRegion region;
    private InstallationVault vault;
    private KeyRotations rotations;
    private KeyRotationJob job;

    @BeforeEach
    void open() {
        region = new TrustRegion(folder);
        vault = region.vault.installation();
        rotations = new KeyRotations(vault);
        job = new KeyRotationJob(rotations, region.receipts, region.desk.guard());
    }

    @AfterEach
    void close() {
        region.close();
    }

    private List<Receipt> receipts() {
        return region.receipts.list(new Subject.Installation(), Long.MAX_VALUE, 100).reversed().stream()
                .filter(receipt -> receipt.statement().kind() == ReceiptKind.KEYS_ROTATED)
                .toList();
    }

    @Test
    void eachReplacementBecomesOneReceiptAlsoWhereTheNoteCameBack() {
        // Given
        CustomerReference aoi = region.directory.of(region.customer("Aoi")).reference();
        rotations.noting(What.REGION, Optional.empty(), TrustRegion.START, () -> 3);
        rotations.noting(What.CUSTOMER, Optional.of(aoi), TrustRegion.START, () -> 7);
        byte[] note = vault.noted(LABEL).orElseThrow();
        // When
        job.run(Instant.EPOCH);
        // Then
        assertThat(rotations.waiting()).isEmpty();
        assertThat(receipts())
                .extracting(receipt -> receipt.statement().facts().get("keys"))
                .containsExactly("region", "customer");
        assertThat(receipts().getLast().statement().facts())
                .containsEntry("customer", aoi.toString())
                .containsEntry("wrapped-anew", "7")
                .containsEntry("result", "done");
        // When: a crash came before the note was emptied
        vault.note(LABEL, note);
        job.run(Instant.EPOCH);
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts()).hasSize(2);
        assertThat(rotations.waiting()).isEmpty();
    }

    @Test
    void aReplacementThatWasCutOffIsStatedAsThatAndOneThatNeverBeganIsNot() {
        // When
        assertRefused(ErrorCode.KEY_STORE_UNAVAILABLE);
        assertRefused(ErrorCode.CONFIG_INVALID);
        job.run(Instant.EPOCH);
        // Then
        assertThat(receipts())
                .singleElement()
                .satisfies(receipt ->
                        assertThat(receipt.statement().facts().get("result")).startsWith("cut off"));
    }

    private void assertRefused(ErrorCode code) {
        assertThatThrownBy(() -> rotations.noting(What.ROOT, Optional.empty(), TrustRegion.START, () -> {
                    throw new SekishoException(code, "of this test");
                }))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aClockThatLeaptStatesNothingAndForgetsNothing() {
        // Given
        rotations.noting(What.ROOT, Optional.empty(), TrustRegion.START, () -> 0);
        KeyRotationJob strict = new KeyRotationJob(
                rotations, region.receipts, region.disbelieving().desk().guard());
        region.pass(Duration.ofDays(400));
        // Then
        assertThatThrownBy(() -> strict.run(Instant.EPOCH))
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOCK_LEAPT));
        assertThat(rotations.waiting()).hasSize(1);
        assertThat(receipts()).isEmpty();
    }

    @Test
    void asManyAsTheNoteHoldsAreKeptAndThenNoneBegins() {
        for (int i = 0; i < KeyRotations.MAX; i++) {
            rotations.noting(What.REWRAP, Optional.empty(), TrustRegion.START, () -> 1);
        }
        assertThat(vault.noted(LABEL).orElseThrow().length).isLessThanOrEqualTo(1_024);
        assertRefused(ErrorCode.CONFLICT);
    }

    private static Id128 id(String hex) {
        return Id128.of(HexFormat.of().parseHex(hex));
    }

    @Test
    void theNoteIsWhatTheFormatSays() {
        // Given
        String frozen = "000102030405060708090a0b0c0d0e0f" + "03" + "101112131415161718191a1b1c1d1e1f"
                + "0000019aab4d6a00" + "0000000c" + "01";
        KeyRotation rotation = KeyRotation.read(ByteBuffer.wrap(HexFormat.of().parseHex(frozen)));
        // Then
        assertThat(rotation)
                .isEqualTo(new KeyRotation(
                        id("000102030405060708090a0b0c0d0e0f"),
                        What.CUSTOMER,
                        Optional.of(new CustomerReference(id("101112131415161718191a1b1c1d1e1f"))),
                        Instant.ofEpochMilli(0x19aab4d6a00L),
                        12,
                        true));
        ByteBuffer back = ByteBuffer.allocate(KeyRotation.BYTES);
        rotation.write(back);
        assertThat(HexFormat.of().formatHex(back.array())).isEqualTo(frozen);
    }
}
