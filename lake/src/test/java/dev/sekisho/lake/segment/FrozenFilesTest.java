package dev.sekisho.lake.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.lake.parquet.ParquetFile.Range;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The content of the lake's small files, byte by byte as in docs/formats.md: what was written once is read for ever. */
class FrozenFilesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final String TOKEN = "0000000000000007" + "0000000000000003";
    private static final PersonToken PERSON = new PersonToken(new Id128(7, 3));
    private static final LocalDate DAY = LocalDate.parse("2026-11-22");

    @Test
    void concealedPersons() {
        // Given
        String frozen = "01" + "03" + "01" + "01" + TOKEN + "02";
        Concealed list = new Concealed(3, 1, Map.of(PERSON.toString(), 2L));

        // When // Then
        assertThat(HEX.formatHex(list.encode())).isEqualTo(frozen);
        assertThat(Concealed.decode(HEX.parseHex(frozen))).isEqualTo(list);
        assertThatThrownBy(() -> Concealed.decode(HEX.parseHex("02" + frozen.substring(2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLegalHold() {
        // Given
        String frozen = "01" + "02" + "0000000000000015" + "0000000000000016" + "00" + "01" + TOKEN + "d2c402"
                + "d6c402" + "01" + "0000000000000001" + "0000000000000002" + "d6c402" + "05" + "c801" + "d804";
        HoldManifest hold = new HoldManifest(
                new Id128(0x15, 0x16),
                2,
                false,
                Optional.of(PERSON),
                DAY.minusDays(2),
                DAY,
                List.of(new HeldSegment(new Id128(1, 2), DAY, 5, 100, 300)));

        // When // Then
        assertThat(HEX.formatHex(hold.encode())).isEqualTo(frozen);
        assertThat(HoldManifest.decode(HEX.parseHex(frozen))).isEqualTo(hold);
        assertThatThrownBy(() -> HoldManifest.decode(HEX.parseHex(frozen.substring(0, frozen.length() - 2))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRetentionWithADayWhoseHoldsHaveTheirs() {
        // Given
        String frozen = "01" + "04" + "07" + "02" + "d2c402" + "09" + "d6c402" + "feffffffffffffff7f";

        // When
        Retention retention = Retention.decode(HEX.parseHex(frozen));

        // Then
        assertThat(retention).isEqualTo(new Retention(4, 7, Map.of(DAY.minusDays(2), 9L, DAY, Retention.TAKEN)));
        assertThat(retention.keeps(DAY, DAY)).isFalse();
        assertThat(retention.going()).containsExactly(DAY);
    }

    @Test
    void aManifestOfTheFirstFormatHoldsSegmentsThatWereHeldAgainstNobody() {
        // Given: the same day in both formats; the newer has one more byte, behind the segment's last field
        DayManifest day = new DayManifest(DAY, 5, List.of(segment(9)), Map.of(), Map.of());
        byte[] newer = day.encode();
        byte[] older = Arrays.copyOf(newer, newer.length - 1);
        System.arraycopy(newer, newer.length - 2, older, older.length - 2, 2);
        older[0] = 1;

        // When
        DayManifest read = DayManifest.decode(older);

        // Then
        assertThat(newer[newer.length - 3]).isEqualTo((byte) 9);
        assertThat(read.segments().getFirst().concealed()).isZero();
        assertThat(DayManifest.decode(newer).segments().getFirst().concealed()).isEqualTo(9);
        assertThat(read.segments().getFirst().lastSeen()).isEqualTo(Map.of("time", 300L));
    }

    private static SegmentEntry segment(long concealed) {
        ValueFilter filter = ValueFilter.of(List.of("a"), 64);
        return new SegmentEntry(
                new Id128(1, 2),
                DAY,
                5,
                100,
                300,
                900,
                800,
                new byte[32],
                Map.of("time", new Range(4, 5)),
                new Range(700, 100),
                new Range(800, 8),
                filter,
                filter,
                Optional.empty(),
                Map.of("time", 300L),
                concealed);
    }
}
