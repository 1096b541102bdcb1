package dev.sekisho.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.CustomerVault.SealedSegment;
import dev.sekisho.seal.keys.FaultDisk;
import dev.sekisho.seal.xts.CipherChoice;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments under a legal hold live as long as the hold, whatever becomes of their day. */
class HoldKeysTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final Id128 HOLD = new Id128(7, 7);
    private static final Id128 OTHER = new Id128(7, 8);
    private static final byte[] TEXT = {1, 2, 3};
    private static final UnitCipher CIPHER = CipherChoice.AUTO.open();

    @TempDir
    Path folder;

    @Test
    void aSegmentThatWasFoundSaysWhetherTheKeysOfItsDayWereDestroyed() {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            // Given
            CustomerVault customer = vault.create(fixture.scope());
            SealedSegment gone = customer.sealSegment(DAY, TEXT);
            SealedSegment replaced = customer.sealSegment(DAY.plusDays(1), TEXT);
            byte[] newer = replaced.bytes().clone();
            customer.sealHeld(HOLD, DAY, TEXT);

            // When
            customer.destroyDay(DAY);
            customer.destroySegment(replaced.id());
            customer.destroyHold(HOLD);

            // Then
            assertThat(customer.isDayDestroyed(DAY, source(gone))).isTrue();
            assertThat(customer.isDayDestroyed(DAY.plusDays(1), source(replaced)))
                    .as("only its salt is gone")
                    .isFalse();
            assertThat(customer.isHoldDestroyed(HOLD)).isTrue();
            assertThat(customer.isHoldDestroyed(OTHER)).isFalse();
            ByteBuffer.wrap(newer).putInt(newer.length - 64, 99);
            assertThat(customer.isDayDestroyed(DAY, new ArraySource(newer)))
                    .as("a number that was never given out here: the key store is older than the segment")
                    .isFalse();
        }
    }

    @Test
    void aHeldSegmentOutlivesItsDayAndEndsWithItsHold() throws IOException {
        Fixture fixture = new Fixture(folder);
        SealedSegment held;
        SealedSegment daily;
        try (Vault vault = fixture.open()) {
            // Given
            CustomerVault customer = vault.create(fixture.scope());
            daily = customer.sealSegment(DAY, TEXT);
            held = customer.sealHeld(HOLD, DAY, TEXT);
            SealedSegment elsewhere = customer.sealHeld(OTHER, DAY, TEXT);
            // When
            customer.destroyDay(DAY);
            // Then
            refused(ErrorCode.KEY_DESTROYED, () -> customer.openSegment(daily.id(), DAY, source(daily)));
            assertThat(read(customer.openHeld(HOLD, held.id(), DAY, source(held))))
                    .isEqualTo(TEXT);
            assertThat(read(customer.openHeld(OTHER, elsewhere.id(), DAY, source(elsewhere))))
                    .isEqualTo(TEXT);
        }
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.of(fixture.scope());
            SegmentReader open = customer.openHeld(HOLD, held.id(), DAY, source(held));
            assertThat(read(open)).isEqualTo(TEXT);
            // When
            customer.destroyHold(HOLD);
            // Then
            refused(ErrorCode.KEY_DESTROYED, () -> read(open));
            refused(ErrorCode.KEY_DESTROYED, () -> customer.openHeld(HOLD, held.id(), DAY, source(held)));
            refused(ErrorCode.KEY_DESTROYED, () -> customer.sealHeld(HOLD, DAY, TEXT));
            customer.destroyHold(HOLD);
        }
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.of(fixture.scope());
            refused(ErrorCode.KEY_DESTROYED, () -> customer.sealHeld(HOLD, DAY, TEXT));
            refused(ErrorCode.KEY_DESTROYED, () -> customer.openHeld(HOLD, held.id(), DAY, source(held)));
            assertThat(vault.places()).allMatch(place -> place.detail().isEmpty());
        }
    }

    @Test
    void aHeldSegmentOpensOnlyAsWhatItIs() throws IOException {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            // Given
            CustomerVault customer = vault.create(fixture.scope());
            SealedSegment held = customer.sealHeld(HOLD, DAY, TEXT);
            SealedSegment second = customer.sealHeld(HOLD, DAY, TEXT);
            SealedSegment daily = customer.sealSegment(DAY, TEXT);
            customer.sealHeld(OTHER, DAY, TEXT);
            // Then: not as another hold's, not as a day's, not as another day of the same hold, nor a day's as held
            assertThatThrownBy(() -> customer.openHeld(OTHER, held.id(), DAY, source(held)))
                    .isInstanceOf(SekishoException.class);
            assertThatThrownBy(() -> customer.openSegment(held.id(), DAY, source(held)))
                    .isInstanceOf(SekishoException.class);
            refused(ErrorCode.SEGMENT_DAMAGED, () -> customer.openHeld(HOLD, held.id(), DAY.plusDays(1), source(held)));
            assertThatThrownBy(() -> customer.openHeld(HOLD, daily.id(), DAY, source(daily)))
                    .isInstanceOf(SekishoException.class);
            // When: one segment of the hold goes
            customer.destroySegment(held.id());
            // Then
            refused(ErrorCode.KEY_DESTROYED, () -> customer.openHeld(HOLD, held.id(), DAY, source(held)));
            assertThat(read(customer.openHeld(HOLD, second.id(), DAY, source(second))))
                    .isEqualTo(TEXT);
        }
    }

    @Test
    void aHoldThatNeverSealedAnythingIsAlsoOver() {
        Fixture fixture = new Fixture(folder);
        try (Vault vault = fixture.open()) {
            CustomerVault customer = vault.create(fixture.scope());
            customer.destroyHold(HOLD);
            refused(ErrorCode.KEY_DESTROYED, () -> customer.sealHeld(HOLD, DAY, TEXT));
        }
    }

    @Test
    void whateverStepThePowerGoesAHoldIsWholeOrGone() throws IOException {
        // Given
        Fixture measured = new Fixture(folder.resolve("measured"));
        FaultDisk steady = FaultDisk.steady();
        long start;
        try (Vault vault = Vaults.open(measured.options(), CIPHER, steady)) {
            vault.create(measured.scope());
            vault.of(measured.scope()).sealHeld(HOLD, DAY, TEXT);
            start = steady.steps();
            vault.of(measured.scope()).destroyHold(HOLD);
        }
        for (long cut = start + 1; cut <= steady.steps(); cut++) {
            Fixture fixture = new Fixture(folder.resolve("cut-" + cut));
            List<SealedSegment> held = new ArrayList<>();
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.cutAt(cut))) {
                CustomerVault customer = vault.create(fixture.scope());
                held.add(customer.sealHeld(HOLD, DAY, TEXT));
                // When
                customer.destroyHold(HOLD);
            } catch (SekishoException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.KEY_STORE_UNAVAILABLE);
            }
            // Then: it reads and seals, or does neither
            try (Vault vault = Vaults.open(fixture.options(), CIPHER, FaultDisk.steady())) {
                CustomerVault customer = vault.of(fixture.scope());
                assertThat(held).hasSize(1);
                assertThat(reads(customer, held.getFirst())).as("cut %s", cut).isEqualTo(seals(customer));
            }
        }
    }

    private static boolean reads(CustomerVault customer, SealedSegment held) throws IOException {
        try {
            return read(customer.openHeld(HOLD, held.id(), DAY, source(held))).length == TEXT.length;
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED);
            return false;
        }
    }

    private static boolean seals(CustomerVault customer) {
        try {
            return customer.sealHeld(HOLD, DAY, TEXT).bytes().length > 0;
        } catch (SekishoException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.KEY_DESTROYED);
            return false;
        }
    }

    private static ArraySource source(SealedSegment segment) {
        return new ArraySource(segment.bytes());
    }

    private static byte[] read(SegmentReader reader) throws IOException {
        byte[] plain = new byte[Math.toIntExact(reader.size())];
        reader.read(0, plain, 0, plain.length);
        return plain;
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
