package dev.sekisho.trust.backup;

import dev.sekisho.lake.LakeCopy;
import dev.sekisho.lake.files.LakeFiles;
import java.io.IOException;
import java.io.InputStream;

/** A segment of the lake, to be read from the first byte to the last. */
record LakeBody(LakeCopy lake, String name) implements Target.Body {
    @Override
    public long length() throws IOException {
        try (LakeFiles.Source source = lake.open(name)) {
            return source.length();
        }
    }

    @Override
    public InputStream open() throws IOException {
        LakeFiles.Source source = lake.open(name);
        return new Reading(source, source.length());
    }

    private static final class Reading extends InputStream {
        private final LakeFiles.Source source;
        private final long length;
        private long position;

        Reading(LakeFiles.Source source, long length) {
            this.source = source;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            int bytes = (int) Math.min(wanted, length - position);
            if (bytes <= 0) {
                return wanted == 0 ? 0 : -1;
            }
            source.read(position, target, offset, bytes);
            position += bytes;
            return bytes;
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
