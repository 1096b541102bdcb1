package dev.sekisho.seal.kit;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.keys.RootFileInfo.Lock;
import java.time.LocalDate;

/**
 * One share of a recovery kit. Fewer than {@code needed} of them say nothing about the root.
 *
 * @param region whose root it is
 * @param root the root's id
 * @param lock what the root takes beside its file, which is not in the kit
 * @param kit tells this kit from any other
 * @param made the UTC day on which it was made
 * @param needed how many shares bring the root file back
 * @param count how many there are
 * @param number which this is, from 1
 * @param part its part of the secret; not to be changed
 */
public record Share(
        Region region,
        Id128 root,
        Lock lock,
        long kit,
        LocalDate made,
        int needed,
        int count,
        int number,
        byte[] part) {
    /** Fewest shares that bring a root file back: with one it would be a copy of the root. */
    public static final int MIN_NEEDED = 2;

    /** Most shares of a kit. */
    public static final int MAX_COUNT = 16;

    /** @throws IllegalArgumentException if the numbers fit no kit */
    public Share {
        if (needed < MIN_NEEDED || needed > count || count > MAX_COUNT || number < 1 || number > count) {
            throw new IllegalArgumentException("share " + number + " of " + count + ", of which " + needed
                    + " are needed: a kit has " + MIN_NEEDED + " to " + MAX_COUNT + " shares");
        }
    }

    boolean sameKit(Share other) {
        return kit == other.kit
                && root.equals(other.root)
                && region.equals(other.region)
                && lock == other.lock
                && made.equals(other.made)
                && needed == other.needed
                && count == other.count
                && part.length == other.part.length;
    }

    /** The kit's name for people. */
    String kitName() {
        return java.util.HexFormat.of().toHexDigits(kit);
    }

    /** Says nothing about the part. */
    @Override
    public String toString() {
        return "share " + number + " of " + count + " of kit " + kitName();
    }
}
