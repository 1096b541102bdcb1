package dev.sekisho.seal;

/** A stored object in memory. */
public record ArraySource(byte[] bytes) implements RandomAccessSource {
    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
        System.arraycopy(bytes, (int) position, target, offset, length);
    }
}
