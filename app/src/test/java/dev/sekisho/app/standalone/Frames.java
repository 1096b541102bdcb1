package dev.sekisho.app.standalone;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Unpacks whatever in some bytes begins like something compressed: gzip (RFC 1952), zlib (RFC 1950), an entry of a ZIP archive,
 * Zstandard (RFC 8878), Snappy in its framing and in pages of Parquet. Deflate without any frame (RFC 1951) begins like nothing;
 * only {@link #unframed} tries it, from one place. Of what is damaged, the part before the damage counts.
 */
final class Frames {
    private static final int MAX = 1 << 26;
    private static final int ZIP_HEADER = 30;

    /** A page's header says its sizes first; the page begins at most this much later. */
    private static final int PAGE_HEADER_MAX = 200;

    private final byte[] content;
    private final Consumer<byte[]> unpacked;

    private Frames(byte[] content, Consumer<byte[]> unpacked) {
        this.content = content;
        this.unpacked = unpacked;
    }

    /** What Deflate without a frame gives from the first byte on. */
    static void unframed(byte[] content, Consumer<byte[]> unpacked) {
        Frames frames = new Frames(content, unpacked);
        frames.take(new InflaterInputStream(frames.from(0), new Inflater(true)));
    }

    /** Gives everything that can be unpacked. */
    static void in(byte[] content, Consumer<byte[]> unpacked) {
        Frames frames = new Frames(content, unpacked);
        for (int at = 0; at + 4 < content.length; at++) {
            switch (content[at]) {
                case 0x1f -> frames.gzip(at);
                case 0x78 -> frames.zlib(at);
                case 0x50 -> frames.zip(at);
                case 0x28 -> frames.zstd(at);
                case 0x15 -> frames.page(at);
                case (byte) 0xff -> frames.snappy(at);
                default -> {}
            }
        }
    }

    private void gzip(int at) {
        if (byteAt(at + 1) == 0x8b && byteAt(at + 2) == 8) {
            try {
                take(new GZIPInputStream(from(at)));
            } catch (IOException notAFrame) {
                return;
            }
        }
    }

    private void zlib(int at) {
        if ((byteAt(at) << 8 | byteAt(at + 1)) % 31 == 0 && (byteAt(at + 1) & 0x20) == 0) {
            take(new InflaterInputStream(from(at)));
        }
    }

    private void zip(int at) {
        if (byteAt(at + 1) == 'K' && byteAt(at + 2) == 3 && byteAt(at + 3) == 4) {
            int start = at + ZIP_HEADER + little(at + 26) + little(at + 28);
            if (start < content.length) {
                take(new InflaterInputStream(from(start), new Inflater(true)));
            }
        }
    }

    private void zstd(int at) {
        if (byteAt(at + 1) == 0xb5 && byteAt(at + 2) == 0x2f && byteAt(at + 3) == 0xfd) {
            try {
                take(new ZstdInputStreamNoFinalizer(from(at)));
            } catch (IOException notAFrame) {
                return;
            }
        }
    }

    /** A Thrift compact struct that begins with type of page, size and compressed size (parquet-format, {@code PageHeader}). */
    private void page(int at) {
        int type = byteAt(at + 1);
        if ((type != 0 && type != 4 && type != 6) || byteAt(at + 2) != 0x15) {
            return;
        }
        long[] size = varint(at + 3);
        if (size[0] <= 0 || size[0] > MAX || byteAt((int) size[1]) != 0x15) {
            return;
        }
        long[] packed = varint((int) size[1] + 1);
        int last = (int) Math.min(content.length - 1L, packed[1] + PAGE_HEADER_MAX);
        for (int start = (int) packed[1]; start < last; start++) {
            int end = (int) Math.min(content.length, start + packed[0]);
            SnappyBlock.read(content, start, end, (int) size[0]).ifPresent(unpacked);
        }
    }

    /** Chunks of type 0 hold a checksum and a block (google/snappy, {@code framing_format.txt}). */
    private void snappy(int at) {
        if (byteAt(at + 1) != 6 || byteAt(at + 4) != 's' || byteAt(at + 5) != 'N') {
            return;
        }
        int chunk = at + 10;
        while (chunk + 8 < content.length) {
            int length = little(chunk + 1) | byteAt(chunk + 3) << 16;
            int end = Math.min(content.length, chunk + 4 + length);
            if (byteAt(chunk) == 0) {
                SnappyBlock.read(content, chunk + 8, end, -1).ifPresent(unpacked);
            } else if (byteAt(chunk) == 0xfe + 1) {
                return;
            }
            chunk = end;
        }
    }

    private void take(InputStream from) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] part = new byte[1 << 13];
        try (from) {
            for (int read = from.read(part); read > 0 && plain.size() < MAX; read = from.read(part)) {
                plain.write(part, 0, read);
            }
        } catch (IOException damagedFromHereOn) {
            // what came before counts
        }
        if (plain.size() > 0) {
            unpacked.accept(plain.toByteArray());
        }
    }

    /** A number of a Thrift struct, and where it ends. */
    private long[] varint(int from) {
        long value = 0;
        int at = from;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = byteAt(at++);
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                break;
            }
        }
        return new long[] {value >>> 1, at};
    }

    private int little(int at) {
        return byteAt(at) | byteAt(at + 1) << 8;
    }

    private int byteAt(int at) {
        return at >= 0 && at < content.length ? content[at] & 0xff : 0;
    }

    private InputStream from(int at) {
        return new ByteArrayInputStream(content, at, content.length - at);
    }
}
