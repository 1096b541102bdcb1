package dev.sekisho.seal.codec;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.RandomAccessSource;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/** A segment file before it is opened: its trailer is read, nothing in it is believed yet. */
public final class SegmentFile {
    private final RandomAccessSource source;
    private final SegmentTrailer trailer;
    private final byte[] root;

    private SegmentFile(RandomAccessSource source, SegmentTrailer trailer, byte[] root) {
        this.source = source;
        this.trailer = trailer;
        this.root = root;
    }

    /**
     * Reads the trailer.
     *
     * @throws SekishoException {@code SEGMENT_DAMAGED} if the file has not the form of a segment
     * @throws UncheckedIOException if the source failed
     */
    public static SegmentFile read(RandomAccessSource source) {
        try {
            long length = source.length();
            if (length < SegmentTrailer.BYTES) {
                throw SegmentTrailer.damaged();
            }
            byte[] end = new byte[SegmentTrailer.BYTES];
            source.read(length - end.length, end, 0, end.length);
            return new SegmentFile(source, SegmentTrailer.parse(end, length), SegmentTrailer.rootOf(end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number of the day's keys that the file names. */
    public int epoch() {
        return trailer.epoch();
    }

    /**
     * Verifies the root over all tags, context and length.
     *
     * @return the tags
     * @throws SekishoException {@code SEGMENT_DAMAGED}
     */
    public byte[] verify(SegmentKeys keys) {
        if (!keys.id().equals(trailer.id()) || keys.epoch() != trailer.epoch()) {
            throw SegmentTrailer.damaged();
        }
        try {
            byte[] tags = new byte[Math.toIntExact(trailer.units() * UnitTags.TAG_BYTES)];
            source.read(trailer.unitBytes(), tags, 0, tags.length);
            if (!MessageDigest.isEqual(root, keys.root(trailer, tags))) {
                throw SegmentTrailer.damaged();
            }
            return tags;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A reader over the verified tags. */
    public SegmentReader open(UnitCipher cipher, SegmentKeys keys, byte[] salt, byte[] tags) {
        return new VerifiedSegment(source, trailer, keys.tags(), tags, cipher.key(keys.unitKey(salt)));
    }
}
