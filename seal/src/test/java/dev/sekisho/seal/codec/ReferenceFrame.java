package dev.sekisho.seal.codec;

import java.util.Arrays;

/** Suite 2, from docs/formats.md alone. */
final class ReferenceFrame extends Reference {
    private static final byte[] SUITE = {2};

    ReferenceFrame(Guard... without) {
        super(without);
    }

    @Override
    public byte[] seal(Place place, byte[] plain) {
        byte[] cipher = xts(unitKey(place), true, littleEndian(place.version()), padded(plain));
        return join(SUITE, cipher, tag(tagKey(place), context(place), SUITE, cipher));
    }

    @Override
    public byte[] open(Place place, byte[] sealed) {
        int size = sealed.length - 1 - 16;
        require(!has(Guard.FORM) || (bucket(size) && sealed[0] == 2));
        byte[] cipher = Arrays.copyOfRange(sealed, 1, 1 + size);
        compare(
                tag(tagKey(place), context(place), Arrays.copyOf(sealed, 1), cipher),
                Arrays.copyOfRange(sealed, 1 + size, sealed.length));
        return unpadded(xts(unitKey(place), false, littleEndian(place.version()), cipher));
    }

    private byte[] unitKey(Place place) {
        return expand(encryptionKey(), info("sekisho/1 frame xts", place), 64);
    }

    private byte[] tagKey(Place place) {
        return expand(macKey(), info("sekisho/1 frame mac", place), 32);
    }

    private byte[] info(String purpose, Place place) {
        return parts(purpose).part(Guard.GROUP, place.groupId().bytes()).bytes();
    }

    private byte[] context(Place place) {
        return parts("sekisho/1 frame")
                .text(Guard.REGION, place.region().name())
                .part(Guard.CUSTOMER, place.customer().bytes())
                .part(Guard.GROUP, place.groupId().bytes())
                .raw(has(Guard.VERSION) ? eight(place.version()) : new byte[0])
                .bytes();
    }
}
