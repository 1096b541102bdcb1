package dev.sekisho.seal.codec;

import dev.sekisho.seal.ArraySource;
import dev.sekisho.seal.SegmentReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;

/** The product's codecs under the keys of the tests. */
final class ProductCodecs {
    static final int EPOCH = 5;
    static final byte[] SALT = Samples.content(SegmentKeys.SALT_BYTES);

    private ProductCodecs() {}

    static final class OfRecords implements Codec {
        @Override
        public byte[] seal(Place place, byte[] plain) {
            return key(place).seal(place.item(), place.version(), plain);
        }

        @Override
        public byte[] open(Place place, byte[] sealed) {
            return key(place).open(place.item(), place.version(), sealed);
        }

        private static RecordKey key(Place place) {
            return Samples.recordKey(place.owner(), place.group(), EPOCH);
        }
    }

    static final class OfFrames implements Codec {
        @Override
        public byte[] seal(Place place, byte[] plain) {
            return key(place).seal(place.version(), plain, 0, plain.length);
        }

        @Override
        public byte[] open(Place place, byte[] sealed) {
            return key(place).open(place.version(), sealed);
        }

        private static FrameKey key(Place place) {
            return new FrameKey(Samples.CIPHER, Samples.SECRET, place.owner(), place.groupId());
        }
    }

    static final class OfSegments implements Codec {
        @Override
        public byte[] seal(Place place, byte[] plain) {
            return SegmentWriter.seal(Samples.CIPHER, keys(place), SALT, plain);
        }

        @Override
        public byte[] open(Place place, byte[] sealed) {
            SegmentKeys keys = keys(place);
            SegmentFile file = SegmentFile.read(new ArraySource(sealed));
            SegmentReader reader = file.open(Samples.CIPHER, keys, SALT, file.verify(keys));
            byte[] plain = new byte[Math.toIntExact(reader.size())];
            try {
                reader.read(0, plain, 0, plain.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return plain;
        }

        private static SegmentKeys keys(Place place) {
            return new SegmentKeys(
                    place.owner(), place.groupId(), LocalDate.ofEpochDay(place.version()), EPOCH, Samples.SECRET);
        }
    }
}
