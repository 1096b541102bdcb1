package dev.sekisho.seal.codec;

import dev.sekisho.seal.RandomAccessSource;
import dev.sekisho.seal.SegmentReader;
import dev.sekisho.seal.xts.UnitCipher;
import dev.sekisho.seal.xts.UnitKey;
import java.io.IOException;
import java.util.Objects;

/** Reads units in runs of up to 256 KiB, checks each, then decrypts it straight into the caller's array where it fits. */
final class VerifiedSegment implements SegmentReader {
    private static final int RUN_UNITS = 64;
    private static final int UNIT = SegmentTrailer.UNIT_BYTES;

    private final RandomAccessSource source;
    private final SegmentTrailer trailer;
    private final UnitTags checker;
    private final byte[] tags;
    private final UnitKey key;
    private final byte[] tweak = new byte[UnitCipher.TWEAK_BYTES];
    private final byte[] single = new byte[UNIT];
    private byte[] run = new byte[0];

    VerifiedSegment(RandomAccessSource source, SegmentTrailer trailer, UnitTags checker, byte[] tags, UnitKey key) {
        this.source = source;
        this.trailer = trailer;
        this.checker = checker;
        this.tags = tags;
        this.key = key;
    }

    @Override
    public long size() {
        return trailer.contentBytes();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(position, length, size());
        Objects.checkFromIndexSize(offset, length, target.length);
        long end = position + length;
        for (long at = position; at < end; ) {
            long firstUnit = at / UNIT;
            long lastUnit = Math.min((end - 1) / UNIT, firstUnit + RUN_UNITS - 1);
            int bytes = fetch(firstUnit, lastUnit);
            for (long unit = firstUnit; unit <= lastUnit; unit++) {
                int from = (int) (unit - firstUnit) * UNIT;
                at = give(unit, from, Math.min(UNIT, bytes - from), at, end, target, offset + (int) (at - position));
            }
        }
    }

    private int fetch(long firstUnit, long lastUnit) throws IOException {
        long from = firstUnit * UNIT;
        int bytes = (int) (Math.min((lastUnit + 1) * UNIT, trailer.unitBytes()) - from);
        if (run.length < bytes) {
            run = new byte[bytes];
        }
        source.read(from, run, 0, bytes);
        return bytes;
    }

    /** Checks and decrypts one unit and hands over what of it was asked for; returns the next position. */
    private long give(long unit, int from, int bytes, long at, long end, byte[] target, int to) {
        if (!checker.matches(unit, run, from, bytes, tags, (int) unit * UnitTags.TAG_BYTES)) {
            throw SegmentTrailer.damaged();
        }
        SegmentWriter.number(unit, tweak);
        int skip = (int) (at - unit * UNIT);
        int wanted = (int) Math.min(end - at, UNIT - skip);
        if (skip == 0 && wanted == bytes) {
            key.decrypt(tweak, run, from, bytes, target, to);
        } else {
            key.decrypt(tweak, run, from, bytes, single, 0);
            System.arraycopy(single, skip, target, to, wanted);
        }
        return at + wanted;
    }
}
