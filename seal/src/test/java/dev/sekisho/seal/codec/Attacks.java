package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Tries everything on one sealed thing and counts, by kind of attack, how often it was tried and how often not refused. */
final class Attacks {
    private static final int UNIT = 4096;
    private static final int TRAILER = 72;
    private final Codec codec;
    private final Map<Attack, Integer> tried = new EnumMap<>(Attack.class);
    private final Map<Attack, Integer> through = new EnumMap<>(Attack.class);

    private Attacks(Codec codec) {
        this.codec = codec;
    }

    /**
     * Attacks what a codec sealed.
     *
     * @param stride flips every bit of each {@code stride}th byte, and cuts at each {@code stride}th length; the last 200 bytes are
     *     always tried all
     */
    static Attacks on(Codec codec, Place place, byte[] plain, int stride) {
        Attacks attacks = new Attacks(codec);
        byte[] sealed = codec.seal(place, plain);
        if (!Arrays.equals(codec.open(place, sealed), plain)) {
            throw new AssertionError("it does not even open where it belongs");
        }
        attacks.change(place, sealed, stride);
        attacks.move(place, sealed);
        return attacks;
    }

    /** Swaps of units and tags, on a segment of whole units. */
    Attacks andUnits(Place place, int units) {
        byte[] file = codec.seal(place, Samples.content(units * UNIT));
        Place elsewhere = new Place(place.region(), place.customer(), "another", place.item(), place.version());
        byte[] other = codec.seal(elsewhere, Samples.content(units * UNIT + 1));
        int tags = file.length - TRAILER - units * 16;
        int otherTags = other.length - TRAILER - (units + 1) * 16;
        for (int one = 0; one < units; one++) {
            for (int two = one + 1; two < units; two++) {
                byte[] unitsSwapped = swap(file, one * UNIT, two * UNIT, UNIT);
                attempt(Attack.UNIT_SWAP, place, unitsSwapped);
                attempt(Attack.TAG_SWAP, place, swap(file, tags + one * 16, tags + two * 16, 16));
                attempt(Attack.UNIT_AND_TAG_SWAP, place, swap(unitsSwapped, tags + one * 16, tags + two * 16, 16));
            }
            byte[] spliced = file.clone();
            System.arraycopy(other, one * UNIT, spliced, one * UNIT, UNIT);
            attempt(Attack.SPLICE, place, spliced);
            byte[] withTag = spliced.clone();
            System.arraycopy(other, otherTags + one * 16, withTag, tags + one * 16, 16);
            attempt(Attack.SPLICE, place, withTag);
        }
        return this;
    }

    private void change(Place place, byte[] sealed, int stride) {
        for (int at = 0; at < sealed.length; at += at < sealed.length - 200 ? stride : 1) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = sealed.clone();
                changed[at] ^= (byte) (1 << bit);
                attempt(Attack.FLIP, place, changed);
            }
            attempt(Attack.CUT, place, Arrays.copyOf(sealed, at));
        }
        for (int at = 0; at <= sealed.length; at += at < sealed.length - 200 ? 16 * stride : 1) {
            attempt(Attack.EXTENSION, place, insert(sealed, at, new byte[16]));
        }
        for (int more : new int[] {1, 15, 16, 64, 4096, sealed.length}) {
            attempt(Attack.EXTENSION, place, insert(sealed, sealed.length, new byte[more]));
            attempt(Attack.EXTENSION, place, insert(sealed, 0, Arrays.copyOf(sealed, more)));
        }
        for (int one = 0; one + 32 <= sealed.length; one += 16 * stride) {
            for (int two = one + 16; two + 16 <= Math.min(sealed.length, one + 96); two += 16) {
                byte[] swapped = swap(sealed, one, two, 16);
                if (!Arrays.equals(swapped, sealed)) {
                    attempt(Attack.BLOCK_SWAP, place, swapped);
                }
            }
        }
    }

    private void move(Place place, byte[] sealed) {
        Region region = place.region();
        Id128 customer = place.customer();
        String group = place.group();
        String item = place.item();
        long version = place.version();
        Region west = new Region("jp-west");
        attempt(Attack.REGION_MOVE, new Place(west, customer, group, item, version), sealed);
        for (int bit = 0; bit < 64; bit++) {
            Id128 near = new Id128(customer.high(), customer.low() ^ (1L << bit));
            attempt(Attack.CUSTOMER_MOVE, new Place(region, near, group, item, version), sealed);
            Id128 far = new Id128(customer.high() ^ (1L << bit), customer.low());
            attempt(Attack.CUSTOMER_MOVE, new Place(region, far, group, item, version), sealed);
        }
        for (String other : new String[] {"", group + "s", "x" + group, "other"}) {
            attempt(Attack.GROUP_MOVE, new Place(region, customer, other, item, version), sealed);
        }
        if (!item.isEmpty()) {
            for (String other : new String[] {"", item + "1", "1" + item, "other"}) {
                attempt(Attack.ITEM_MOVE, new Place(region, customer, group, other, version), sealed);
            }
            Place joined = new Place(region, customer, group + item.charAt(0), item.substring(1), version);
            attempt(Attack.JOINED_NAME, joined, sealed);
        }
        for (long other : new long[] {version - 1, version + 1, 0, version + 256, version + (1L << 40)}) {
            // Days beyond the calendar are no days.
            if (other >= 0 && (other < 1_000_000 || !item.isEmpty())) {
                attempt(Attack.ROLL_BACK, new Place(region, customer, group, item, other), sealed);
            }
        }
    }

    private void attempt(Attack attack, Place place, byte[] sealed) {
        tried.merge(attack, 1, Integer::sum);
        try {
            codec.open(place, sealed);
            through.merge(attack, 1, Integer::sum);
        } catch (SekishoException refused) {
            // As it should be.
        } catch (RuntimeException broken) {
            // Not refused, but stumbled over.
            through.merge(attack, 1, Integer::sum);
        }
    }

    private static byte[] insert(byte[] bytes, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
        System.arraycopy(more, 0, longer, at, more.length);
        System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
        return longer;
    }

    private static byte[] swap(byte[] bytes, int one, int two, int length) {
        byte[] swapped = bytes.clone();
        System.arraycopy(bytes, one, swapped, two, length);
        System.arraycopy(bytes, two, swapped, one, length);
        return swapped;
    }

    /** How often each attack was tried. */
    Map<Attack, Integer> tried() {
        return tried;
    }

    int count() {
        return tried.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The attacks of which at least one was not refused. */
    Set<Attack> through() {
        Set<Attack> names = EnumSet.noneOf(Attack.class);
        names.addAll(through.keySet());
        return names;
    }
}
