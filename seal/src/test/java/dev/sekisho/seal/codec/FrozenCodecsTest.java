package dev.sekisho.seal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sealed bytes of every suite that were once written down, under fixed keys: content of no bytes, of a bucket's edge, and of a last
 * unit that is shorter than a block, a whole number of blocks, and one that needs ciphertext stealing.
 */
class FrozenCodecsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** One line of the file. */
    record Frozen(String codec, Place place, byte[] plain, byte[] sealed) {
        static Frozen of(String line) {
            String[] parts = line.split("\t", -1);
            Place place = new Place(
                    new Region(parts[1]),
                    Id128.of(HEX.parseHex(parts[2])),
                    parts[3],
                    parts[4],
                    Long.parseLong(parts[5]));
            return new Frozen(parts[0], place, HEX.parseHex(parts[6]), HEX.parseHex(parts[7]));
        }

        String line() {
            return String.join(
                    "\t",
                    codec,
                    place.region().name(),
                    HEX.formatHex(place.customer().bytes()),
                    place.group(),
                    place.item(),
                    Long.toString(place.version()),
                    HEX.formatHex(plain),
                    HEX.formatHex(sealed));
        }

        @Override
        public String toString() {
            return codec + " of " + plain.length + " bytes";
        }
    }

    static Stream<Frozen> frozen() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FrozenCodecsTest.class.getResourceAsStream("codecs-1.tsv")),
                StandardCharsets.US_ASCII))) {
            return in.lines().filter(line -> !line.startsWith("#")).map(Frozen::of).toList().stream();
        }
    }

    private static Codec product(String name) {
        return switch (name) {
            case "record" -> new ProductCodecs.OfRecords();
            case "frame" -> new ProductCodecs.OfFrames();
            case "segment" -> new ProductCodecs.OfSegments();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @MethodSource("frozen")
    void whatWasOnceWrittenOpensAndIsWrittenTheSame(Frozen frozen) {
        Codec product = product(frozen.codec());
        assertThat(product.open(frozen.place(), frozen.sealed())).isEqualTo(frozen.plain());
        // A record's tweak is random; what the others write follows from key and number.
        if (!frozen.codec().equals("record")) {
            assertThat(product.seal(frozen.place(), frozen.plain())).isEqualTo(frozen.sealed());
        }
        // The negative control: one bit in the middle
        byte[] changed = frozen.sealed().clone();
        changed[changed.length / 2] ^= 1;
        assertThat(Tampering.refused(() -> product.open(frozen.place(), changed)))
                .isTrue();
    }

    @Test
    void theFileHoldsEverySuiteAndEveryKindOfLastUnit() throws IOException {
        List<Frozen> all = frozen().toList();
        Set<String> codecs = new TreeSet<>();
        Set<String> tails = new HashSet<>();
        for (Frozen one : all) {
            codecs.add(one.codec());
            if (one.codec().equals("segment")) {
                int tail = one.plain().length % 4096;
                tails.add(tail == 0 ? "none" : tail < 16 ? "padded" : tail % 16 == 0 ? "blocks" : "stolen");
            }
        }
        assertThat(codecs).containsExactly("frame", "record", "segment");
        assertThat(tails).containsExactlyInAnyOrder("none", "padded", "blocks", "stolen");
        assertThat(all).hasSize(5 + 5 + 7);
    }
}
