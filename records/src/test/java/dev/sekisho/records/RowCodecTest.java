package dev.sekisho.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Row.GateKey;
import dev.sekisho.records.Row.GateRow;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.Index;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.Row.RecordRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowCodecTest {
    private static final HexFormat HEX = HexFormat.of();

    private static Row read(byte[] bytes) {
        try {
            return RowCodec.read(new ByteArrayInputStream(bytes)).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void isRefused(byte[] bytes, String what) {
        try {
            read(bytes);
        } catch (SekishoException e) {
            assertThat(e.code()).as(what).isEqualTo(ErrorCode.RECORD_DAMAGED);
            return;
        }
        throw new AssertionError("was read: " + what);
    }

    private static byte[] some(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static Row random(Random random) {
        Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000L);
        Optional<byte[]> customer = random.nextBoolean() ? Optional.of(some(random, 32)) : Optional.empty();
        RecordKey key = new RecordKey(customer, "k" + random.nextInt(1_000), Id128.of(some(random, 16)));
        return switch (random.nextInt(4)) {
            case 0 ->
                new GateRow(
                        new GateKey(some(random, 32)),
                        some(random, random.nextInt(300)),
                        random.nextBoolean() ? Optional.of(time) : Optional.empty());
            case 1 -> new GoneRow(random.nextBoolean() ? key : new GateKey(some(random, 32)));
            default -> {
                TreeMap<String, Index> indexes = new TreeMap<>();
                for (int i = random.nextInt(6); i > 0; i--) {
                    indexes.put("l" + i, new Index("l" + i, some(random, 16)));
                }
                yield new RecordRow(
                        key,
                        1 + random.nextLong(Long.MAX_VALUE),
                        time,
                        some(random, random.nextInt(70_000)),
                        List.copyOf(indexes.values()));
            }
        };
    }

    @Property(tries = 100)
    void aStreamOfRowsComesBackWhereverItIsCut(@ForAll long seed) throws IOException {
        // Given
        Random random = new Random(seed);
        List<byte[]> rows = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            rows.add(RowCodec.write(random(random)));
            all.write(rows.getLast());
        }
        int cut = random.nextInt(all.size());
        // When
        InputStream in = new SequenceInputStream(
                new ByteArrayInputStream(all.toByteArray(), 0, cut),
                new ByteArrayInputStream(all.toByteArray(), cut, all.size() - cut));
        List<byte[]> found = new ArrayList<>();
        for (Optional<Row> row = RowCodec.read(in); row.isPresent(); row = RowCodec.read(in)) {
            found.add(RowCodec.write(row.get()));
        }
        // Then
        assertThat(found).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(found.get(i)).isEqualTo(rows.get(i));
        }
    }

    @Property(tries = 60)
    void aRowThatIsCutShortIsRefused(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = RowCodec.write(random(random));
        isRefused(Arrays.copyOf(bytes, random.nextInt(1, bytes.length)), "cut short");
    }

    @Test
    void theBytesThatWereWrittenDownOnceAreReadAndWrittenAgain() throws IOException {
        List<String> lines;
        try (InputStream in = Objects.requireNonNull(RowCodecTest.class.getResourceAsStream("rows-1.tsv"))) {
            lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
        assertThat(lines).hasSize(10);
        for (String line : lines) {
            // Given
            String[] cells = line.split("\t", -1);
            byte[] bytes = HEX.parseHex(cells[8]);
            // When
            Row row = described(cells);
            // Then
            assertThat(HEX.formatHex(RowCodec.write(row))).isEqualTo(cells[8]);
            assertThat(RowCodec.write(read(bytes))).isEqualTo(bytes);
        }
    }

    private static Row described(String[] cells) {
        byte[] content = cells[7].equals("-") ? new byte[0] : HEX.parseHex(cells[7]);
        return switch (cells[0]) {
            case "record" -> {
                List<Index> indexes = new ArrayList<>();
                for (String index : cells[6].equals("-") ? new String[0] : cells[6].split(",")) {
                    indexes.add(new Index(index.split(":")[0], HEX.parseHex(index.split(":")[1])));
                }
                // The order of the caller does not matter.
                yield new RecordRow(key(cells), Long.parseLong(cells[4]), time(cells[5]), content, indexes.reversed());
            }
            case "gate" ->
                new GateRow(
                        new GateKey(HEX.parseHex(cells[1])),
                        content,
                        cells[5].equals("-") ? Optional.empty() : Optional.of(time(cells[5])));
            case "gone" -> new GoneRow(key(cells));
            default -> new GoneRow(new GateKey(HEX.parseHex(cells[1])));
        };
    }

    private static RecordKey key(String[] cells) {
        return new RecordKey(
                cells[1].equals("-") ? Optional.empty() : Optional.of(HEX.parseHex(cells[1])),
                cells[2],
                Id128.of(HEX.parseHex(cells[3])));
    }

    private static Instant time(String micros) {
        long value = Long.parseLong(micros);
        return Instant.EPOCH
                .plusSeconds(Math.floorDiv(value, 1_000_000L))
                .plusNanos(Math.floorMod(value, 1_000_000L) * 1_000);
    }

    @Test
    void whatIsNoRowIsRefusedAndNothingIsMadeRoomFor() {
        byte[] gone = RowCodec.write(new GoneRow(new GateKey(new byte[32])));
        byte[] longer = Arrays.copyOf(gone, gone.length + 1);
        longer[4]++;
        isRefused(longer, "something follows");
        byte[] type = gone.clone();
        type[0] = 9;
        isRefused(type, "unknown type");
        byte[] length = gone.clone();
        length[1] = 0x7f;
        isRefused(length, "too long");
        length[1] = -1;
        isRefused(length, "negative length");
        byte[] flag = RowCodec.write(new GateRow(new GateKey(new byte[32]), new byte[0], Optional.empty()));
        flag[5 + 32] = 2;
        isRefused(flag, "flag");
        byte[] kind = RowCodec.write(new GoneRow(new RecordKey(Optional.empty(), "thing", new Id128(1, 2))));
        kind[6] = 'T';
        isRefused(kind, "kind");
        RecordKey key = new RecordKey(Optional.empty(), "k", new Id128(1, 2));
        byte[] twice = RowCodec.write(new RecordRow(
                key,
                1,
                Instant.EPOCH,
                new byte[0],
                List.of(new Index("a", new byte[16]), new Index("b", new byte[16]))));
        twice[twice.length - 17] = 'a';
        isRefused(twice, "an index twice");
        byte[] version = RowCodec.write(new RecordRow(key, 1, Instant.EPOCH, new byte[0], List.of()));
        version[5 + 2 + 16 + 7] = 0;
        isRefused(version, "version 0");
        byte[] time = RowCodec.write(new RecordRow(key, 1, Instant.EPOCH, new byte[0], List.of()));
        time[5 + 2 + 16 + 8] = 0x7f;
        isRefused(time, "a time that a database would take for endless");
    }
}
