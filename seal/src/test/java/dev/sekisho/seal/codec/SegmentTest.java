package dev.sekisho.seal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.ArraySource;
import dev.sekisho.seal.RandomAccessSource;
import dev.sekisho.seal.SegmentReader;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SegmentTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final Id128 ID = new Id128(0x11, 0x22);
    private static final byte[] SALT = Samples.content(32);
    private static final SegmentKeys KEYS = new SegmentKeys(Samples.OWNER, ID, DAY, 3, Samples.SECRET);

    private static byte[] seal(byte[] plain) {
        return SegmentWriter.seal(Samples.CIPHER, KEYS, SALT, plain);
    }

    private static byte[] open(SegmentKeys keys, byte[] file) throws IOException {
        SegmentFile segment = SegmentFile.read(new ArraySource(file));
        SegmentReader reader = segment.open(Samples.CIPHER, keys, SALT, segment.verify(keys));
        byte[] plain = new byte[Math.toIntExact(reader.size())];
        reader.read(0, plain, 0, plain.length);
        return plain;
    }

    @Test
    void everyLengthAroundBlocksAndUnitsOpensAgain() throws IOException {
        for (int base : new int[] {0, 4096, 8192, 64 * 4096}) {
            for (int more = 0; more <= 34; more++) {
                byte[] plain = Samples.content(base + more);
                assertThat(open(KEYS, seal(plain))).isEqualTo(plain);
            }
            byte[] plain = Samples.content(base + 4095);
            assertThat(open(KEYS, seal(plain))).isEqualTo(plain);
        }
    }

    @Property(tries = 300)
    void anyStretchReadsLikeTheContent(
            @ForAll @IntRange(max = 300_000) int size, @ForAll @IntRange(max = 300_000) int from, @ForAll int random)
            throws IOException {
        // Given
        byte[] plain = Samples.content(size);
        int position = Math.min(from, size);
        int length = Math.floorMod(random, size - position + 1);
        SegmentFile segment = SegmentFile.read(new ArraySource(seal(plain)));
        SegmentReader reader = segment.open(Samples.CIPHER, KEYS, SALT, segment.verify(KEYS));
        byte[] target = new byte[length + 7];
        // When
        reader.read(position, target, 3, length);
        // Then
        assertThat(Arrays.copyOfRange(target, 3, 3 + length))
                .isEqualTo(Arrays.copyOfRange(plain, position, position + length));
        assertThatThrownBy(() -> reader.read(size - length + 1L, target, 0, length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() {
        byte[] file = seal(Samples.content(300));
        assertThat(Tampering.accepted(file, changed -> open(KEYS, changed))).isEmpty();
    }

    @Test
    void aFlippedBitInAnyUnitOrTagOfALargerSegmentIsRefused() throws IOException {
        byte[] file = seal(Samples.content(3 * 4096 + 100));
        for (int at = 0; at < file.length; at += 61) {
            byte[] changed = file.clone();
            changed[at] ^= 4;
            damaged(() -> open(KEYS, changed));
        }
    }

    @Test
    void unitsAndTagsThatChangePlacesAreRefused() throws IOException {
        // Given
        byte[] file = seal(Samples.content(4 * 4096));
        int tagsAt = 4 * 4096;
        byte[] units = swap(file, 0, 4096, 4096);
        byte[] tags = swap(file, tagsAt, tagsAt + 16, 16);
        byte[] both = swap(swap(file, 0, 4096, 4096), tagsAt, tagsAt + 16, 16);
        // Then
        damaged(() -> open(KEYS, units));
        damaged(() -> open(KEYS, tags));
        damaged(() -> open(KEYS, both));
        byte[] backAgain = swap(swap(both, 0, 4096, 4096), tagsAt, tagsAt + 16, 16);
        assertThat(open(KEYS, backAgain)).isEqualTo(Samples.content(4 * 4096));
    }

    @Test
    void nothingOfADamagedUnitIsGivenOutAndTheOthersStillRead() throws IOException {
        // Given
        byte[] plain = Samples.content(3 * 4096);
        byte[] file = seal(plain);
        file[4096 + 5] ^= 1;
        SegmentFile segment = SegmentFile.read(new ArraySource(file));
        SegmentReader reader = segment.open(Samples.CIPHER, KEYS, SALT, segment.verify(KEYS));
        byte[] target = new byte[4096];
        // When
        damaged(() -> reader.read(4096, target, 0, 4096));
        // Then
        assertThat(target).containsOnly(0);
        reader.read(8192, target, 0, 4096);
        assertThat(target).isEqualTo(Arrays.copyOfRange(plain, 8192, 12288));
    }

    @Test
    void aSegmentOfAnotherNameDayCustomerRegionOrEpochIsRefused() throws IOException {
        byte[] file = seal(Samples.content(5000));
        Secret secret = Samples.SECRET;
        damaged(() -> open(new SegmentKeys(Samples.OWNER, new Id128(0x11, 0x23), DAY, 3, secret), file));
        damaged(() -> open(new SegmentKeys(Samples.OWNER, ID, DAY.plusDays(1), 3, secret), file));
        damaged(() -> open(new SegmentKeys(Samples.OTHER_CUSTOMER, ID, DAY, 3, secret), file));
        damaged(() -> open(new SegmentKeys(Samples.OTHER_REGION, ID, DAY, 3, secret), file));
        damaged(() -> open(new SegmentKeys(Samples.OWNER, ID, DAY, 4, secret), file));
        damaged(() -> open(new SegmentKeys(Samples.OWNER, ID, DAY, 3, Samples.secret(1)), file));
        assertThat(open(KEYS, file)).hasSize(5000);
    }

    @Test
    void withoutTheSaltTheContentStaysDarkThoughTheTagsHold() throws IOException {
        // Given
        byte[] plain = Samples.content(5000);
        byte[] file = seal(plain);
        SegmentFile segment = SegmentFile.read(new ArraySource(file));
        // When
        byte[] tags = segment.verify(KEYS);
        SegmentReader reader = segment.open(Samples.CIPHER, KEYS, new byte[32], tags);
        byte[] target = new byte[5000];
        reader.read(0, target, 0, 5000);
        // Then
        assertThat(target).isNotEqualTo(plain);
    }

    @Test
    void aPartialReadTouchesOnlyTheUnitsItNeeds() throws IOException {
        // Given
        CountingSource source = new CountingSource(seal(Samples.content(1 << 20)));
        SegmentFile segment = SegmentFile.read(source);
        SegmentReader reader = segment.open(Samples.CIPHER, KEYS, SALT, segment.verify(KEYS));
        source.bytes = 0;
        // When
        reader.read(500_000, new byte[100], 0, 100);
        // Then
        assertThat(source.bytes).isEqualTo(4096);
    }

    private static byte[] swap(byte[] bytes, int one, int other, int length) {
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, one, swapped, other, length);
        System.arraycopy(bytes, other, swapped, one, length);
        return swapped;
    }

    private static void damaged(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SekishoException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SEGMENT_DAMAGED));
    }

    private static final class CountingSource implements RandomAccessSource {
        private final ArraySource inner;
        private long bytes;

        private CountingSource(byte[] file) {
            this.inner = new ArraySource(file);
        }

        @Override
        public long length() {
            return inner.length();
        }

        @Override
        public void read(long position, byte[] target, int offset, int length) {
            bytes += length;
            inner.read(position, target, offset, length);
        }
    }
}
