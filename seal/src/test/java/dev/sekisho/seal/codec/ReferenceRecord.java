package dev.sekisho.seal.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Suite 1, from docs/formats.md alone. */
final class ReferenceRecord extends Reference {
    ReferenceRecord(Guard... without) {
        super(without);
    }

    @Override
    public byte[] seal(Place place, byte[] plain) {
        byte[] tweak = new byte[16];
        Samples.RANDOM.nextBytes(tweak);
        byte[] header = join(
                new byte[] {1},
                ByteBuffer.allocate(4).putInt(ProductCodecs.EPOCH).array(),
                tweak);
        byte[] cipher = xts(unitKey(place), true, tweak, padded(plain));
        return join(header, cipher, tag(tagKey(place), context(place), header, cipher));
    }

    @Override
    public byte[] open(Place place, byte[] sealed) {
        int size = sealed.length - 21 - 16;
        require(!has(Guard.FORM) || (bucket(size) && sealed[0] == 1));
        require(!has(Guard.FORM) || ByteBuffer.wrap(sealed).getInt(1) == ProductCodecs.EPOCH);
        byte[] header = Arrays.copyOf(sealed, 21);
        byte[] cipher = Arrays.copyOfRange(sealed, 21, 21 + size);
        compare(
                tag(tagKey(place), context(place), header, cipher),
                Arrays.copyOfRange(sealed, 21 + size, sealed.length));
        return unpadded(xts(unitKey(place), false, Arrays.copyOfRange(sealed, 5, 21), cipher));
    }

    private byte[] unitKey(Place place) {
        return expand(encryptionKey(), info("sekisho/1 record xts", place), 64);
    }

    private byte[] tagKey(Place place) {
        return expand(macKey(), info("sekisho/1 record mac", place), 32);
    }

    private byte[] info(String purpose, Place place) {
        // Without lengths, the table in the keys would still keep joined names apart.
        return has(Guard.LENGTHS)
                ? parts(purpose)
                        .text(Guard.GROUP, place.group())
                        .part(eight(ProductCodecs.EPOCH))
                        .bytes()
                : parts(purpose).bytes();
    }

    private byte[] context(Place place) {
        return parts("sekisho/1 record")
                .text(Guard.REGION, place.region().name())
                .part(Guard.CUSTOMER, place.customer().bytes())
                .text(Guard.GROUP, place.group())
                .text(Guard.ITEM, place.item())
                .raw(has(Guard.VERSION) ? eight(place.version()) : new byte[0])
                .bytes();
    }
}
