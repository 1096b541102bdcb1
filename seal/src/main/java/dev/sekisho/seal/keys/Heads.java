package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import java.io.IOException;
import java.util.List;

/**
 * The heads of all places: what the newest says, and how another one replaces it. Each place's head is replaced whole, so a
 * power cut leaves the old or the new one in each, and both are good until the last step of the change that writes them.
 */
final class Heads {
    private final List<Place> places;
    private final Disk disk;
    private final Region region;
    private Head head;
    private RootKeys root;
    private byte[] file;

    /**
     * The heads as they were found.
     *
     * @param file the newest as it lies
     */
    Heads(List<Place> places, Disk disk, Region region, Head head, RootKeys root, byte[] file) {
        this.places = places;
        this.disk = disk;
        this.region = region;
        this.head = head;
        this.root = root;
        this.file = file;
    }

    /** The newest as it lies, which may still be under the root before a change that was cut off. */
    synchronized Prepared written() {
        return new Prepared(head, root, file);
    }

    synchronized Head head() {
        return head;
    }

    synchronized RootKeys root() {
        return root;
    }

    /** Writes the head again where it is missing, damaged or old; a place that cannot be written stays behind. */
    synchronized void repair() {
        for (Place place : places) {
            if (place.headIsBehind() && write(place)) {
                place.repaired("its head was written again");
            }
        }
    }

    /**
     * A head as it is sealed.
     *
     * @param head what it says
     * @param root what it is under
     * @param file its bytes
     */
    record Prepared(Head head, RootKeys root, byte[] file) {}

    /** Seals a head without writing it: a key service that is away leaves everything as it was. */
    Prepared prepare(Head fresh, RootKeys under) {
        return new Prepared(fresh, under, fresh.seal(under, region));
    }

    /** Prepares and writes. */
    void replace(Head fresh, RootKeys under) {
        replace(prepare(fresh, under));
    }

    /**
     * Replaces the head in every place.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if not every place could be written: some have the new one then, and
     *     {@link #repair} brings the others up to it
     */
    synchronized void replace(Prepared prepared) {
        head = prepared.head();
        root = prepared.root();
        file = prepared.file();
        boolean everywhere = true;
        for (Place place : places) {
            everywhere &= write(place, prepared.file());
        }
        if (!everywhere) {
            throw Drawer.unavailable(places);
        }
    }

    private boolean write(Place place) {
        try {
            return write(place, head.seal(root, region));
        } catch (SekishoException e) {
            place.headBehind(e);
            return false;
        }
    }

    private boolean write(Place place, byte[] bytes) {
        try {
            place.claim(disk);
            disk.write(place.freshFile(Head.FILE), bytes);
            disk.replace(place.freshFile(Head.FILE), place.file(Head.FILE), Integer.MAX_VALUE);
            place.headCurrent();
            return true;
        } catch (IOException e) {
            place.headBehind(e);
            return false;
        }
    }
}
