package dev.sekisho.seal.codec;

import static dev.sekisho.seal.codec.Attack.BLOCK_SWAP;
import static dev.sekisho.seal.codec.Attack.CUSTOMER_MOVE;
import static dev.sekisho.seal.codec.Attack.CUT;
import static dev.sekisho.seal.codec.Attack.EXTENSION;
import static dev.sekisho.seal.codec.Attack.FLIP;
import static dev.sekisho.seal.codec.Attack.GROUP_MOVE;
import static dev.sekisho.seal.codec.Attack.ITEM_MOVE;
import static dev.sekisho.seal.codec.Attack.JOINED_NAME;
import static dev.sekisho.seal.codec.Attack.REGION_MOVE;
import static dev.sekisho.seal.codec.Attack.ROLL_BACK;
import static dev.sekisho.seal.codec.Attack.SPLICE;
import static dev.sekisho.seal.codec.Attack.TAG_SWAP;
import static dev.sekisho.seal.codec.Attack.UNIT_AND_TAG_SWAP;
import static dev.sekisho.seal.codec.Attack.UNIT_SWAP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way to tamper with what the codecs sealed is refused, and each check of theirs is needed: the same codec without one check
 * lets exactly the attacks through that the check is there for. That codec is written from docs/formats.md alone and, with all
 * checks, agrees with the product byte by byte, so the page is right as well.
 */
class TamperTest {
    private static final Place ROW = new Place(Samples.REGION, Samples.OWNER.id(), "policy", "p1", 7);
    private static final Place FRAME = new Place(Samples.REGION, Samples.OWNER.id(), "log", "", 7);
    private static final Place SEGMENT = new Place(Samples.REGION, Samples.OWNER.id(), "segment", "", 20_000);

    @Test
    void everyAttackOnWhatTheProductSealedIsRefused() {
        Map<Attack, Integer> tried = new TreeMap<>();
        int cases = 0;
        for (int length : new int[] {0, 1, 12, 50, 252, 253, 700}) {
            cases += refused(tried, Attacks.on(new ProductCodecs.OfRecords(), ROW, Samples.content(length), 1));
            cases += refused(tried, Attacks.on(new ProductCodecs.OfFrames(), FRAME, Samples.content(length), 1));
        }
        for (int length : new int[] {0, 5, 16, 300, 4096, 4097}) {
            cases += refused(tried, Attacks.on(new ProductCodecs.OfSegments(), SEGMENT, Samples.content(length), 1));
        }
        cases += refused(
                tried,
                Attacks.on(new ProductCodecs.OfSegments(), SEGMENT, Samples.content(8192 + 100), 1)
                        .andUnits(SEGMENT, 5));
        assertThat(tried).containsOnlyKeys(Attack.values());
        System.out.println("Tampering: " + cases + " of " + cases + " attempts refused " + tried);
    }

    private static int refused(Map<Attack, Integer> tried, Attacks attacks) {
        assertThat(attacks.through()).isEmpty();
        attacks.tried().forEach((attack, count) -> tried.merge(attack, count, Integer::sum));
        return attacks.count();
    }

    static Stream<Arguments> codecs() {
        return Stream.of(
                Arguments.of(new ProductCodecs.OfRecords(), new ReferenceRecord(), ROW),
                Arguments.of(new ProductCodecs.OfFrames(), new ReferenceFrame(), FRAME),
                Arguments.of(new ProductCodecs.OfSegments(), new ReferenceSegment(), SEGMENT));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theCodecFromThePageReadsAndWritesWhatTheProductDoes(Codec product, Codec page, Place place) {
        for (int length : new int[] {0, 1, 12, 13, 252, 253, 4096, 4097, 9000}) {
            byte[] plain = Samples.content(length);
            assertThat(page.open(place, product.seal(place, plain))).isEqualTo(plain);
            assertThat(product.open(place, page.seal(place, plain))).isEqualTo(plain);
        }
        assertThat(Attacks.on(page, place, Samples.content(50), 1).through()).isEmpty();
    }

    static Stream<Arguments> records() {
        return Stream.of(
                without(Guard.TAG, EnumSet.range(FLIP, BLOCK_SWAP), MOVES, Set.of(ITEM_MOVE, GROUP_MOVE, JOINED_NAME)),
                without(Guard.WHOLE_TAG, Set.of(FLIP)),
                without(Guard.HEADER, Set.of(FLIP)),
                without(Guard.REGION, Set.of(REGION_MOVE)),
                without(Guard.CUSTOMER, Set.of(CUSTOMER_MOVE)),
                without(Guard.GROUP, Set.of(GROUP_MOVE)),
                without(Guard.ITEM, Set.of(ITEM_MOVE)),
                without(Guard.VERSION, Set.of(ROLL_BACK)),
                without(Guard.LENGTHS, Set.of(JOINED_NAME)),
                without(Guard.FORM, Set.of(CUT)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachCheckOfARecordIsNeeded(Guard guard, Set<Attack> expected) {
        check(ReferenceRecord::new, guard, ROW, expected);
    }

    static Stream<Arguments> frames() {
        return Stream.of(
                without(Guard.TAG, EnumSet.range(FLIP, BLOCK_SWAP), MOVES, Set.of(GROUP_MOVE)),
                without(Guard.WHOLE_TAG, Set.of(FLIP)),
                without(Guard.REGION, Set.of(REGION_MOVE)),
                without(Guard.CUSTOMER, Set.of(CUSTOMER_MOVE)),
                without(Guard.GROUP, Set.of(GROUP_MOVE)),
                without(Guard.VERSION, Set.of(ROLL_BACK)),
                without(Guard.FORM, Set.of(CUT)));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void eachCheckOfAFrameIsNeeded(Guard guard, Set<Attack> expected) {
        check(ReferenceFrame::new, guard, FRAME, expected);
    }

    static Stream<Arguments> segments() {
        return Stream.of(
                // The root; what it is over is checked by the unit tags as far as they reach.
                without(Guard.TAG, Set.of(FLIP), MOVES),
                without(Guard.WHOLE_TAG, Set.of(FLIP)),
                without(Guard.HEADER, Set.of(FLIP)),
                without(Guard.REGION, Set.of(REGION_MOVE)),
                without(Guard.CUSTOMER, Set.of(CUSTOMER_MOVE)),
                without(Guard.GROUP, Set.of(GROUP_MOVE)),
                without(Guard.VERSION, Set.of(ROLL_BACK)),
                without(Guard.FORM, Set.of(FLIP, CUT, EXTENSION)),
                without(Guard.UNIT_TAG, Set.of(FLIP, BLOCK_SWAP, UNIT_SWAP, SPLICE)));
    }

    @ParameterizedTest
    @MethodSource("segments")
    void eachCheckOfASegmentIsNeeded(Guard guard, Set<Attack> expected) {
        // Five bytes more than two units: a length that the form alone cannot tell from others
        Attacks attacks = Attacks.on(new ReferenceSegment(guard), SEGMENT, Samples.content(8192 + 5), 61)
                .andUnits(SEGMENT, 3);
        assertThat(attacks.through()).isEqualTo(expected);
    }

    @Test
    void rootAndUnitTagsTogetherAreWhatHoldsUnitsInTheirPlaces() {
        Attacks attacks = Attacks.on(
                        new ReferenceSegment(Guard.TAG, Guard.UNIT_TAG), SEGMENT, Samples.content(8192 + 5), 61)
                .andUnits(SEGMENT, 3);
        assertThat(attacks.through()).contains(FLIP, BLOCK_SWAP, UNIT_SWAP, TAG_SWAP, UNIT_AND_TAG_SWAP, SPLICE);
    }

    private static final Set<Attack> MOVES = Set.of(CUSTOMER_MOVE, REGION_MOVE, ROLL_BACK);

    @SafeVarargs
    private static Arguments without(Guard guard, Set<Attack>... through) {
        Set<Attack> all = EnumSet.noneOf(Attack.class);
        List.of(through).forEach(all::addAll);
        return Arguments.of(guard, all);
    }

    private static void check(Function<Guard, Codec> codec, Guard guard, Place place, Set<Attack> expected) {
        // A short one and one with more than a bucket of fine steps
        Set<Attack> through = EnumSet.noneOf(Attack.class);
        for (int length : new int[] {50, 400}) {
            through.addAll(Attacks.on(codec.apply(guard), place, Samples.content(length), 1)
                    .through());
        }
        assertThat(through).isEqualTo(expected);
    }
}
