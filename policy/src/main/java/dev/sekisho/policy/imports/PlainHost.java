package dev.sekisho.policy.imports;

/** Recognises names that are in normal form already, which most entries are, without making objects. */
final class PlainHost {
    private static final int NAME_BYTES_MAX = 253;
    private static final int LABEL_BYTES_MAX = 63;

    private PlainHost() {}

    /** Whether the bytes are a name in normal form; {@code false} only means that the parser has to look. */
    static boolean is(byte[] bytes, int from, int to) {
        if (from >= to || to - from > NAME_BYTES_MAX) {
            return false;
        }
        int label = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '.') {
                if (i == label || i - label > LABEL_BYTES_MAX) {
                    return false;
                }
                label = i + 1;
            } else if (!(b >= 'a' && b <= 'z') && !(b >= '0' && b <= '9') && b != '-' && b != '_') {
                return false;
            } else if (b == 'x' && i == label && i + 1 < to && bytes[i + 1] == 'n') {
                return false;
            }
        }
        return label < to && to - label <= LABEL_BYTES_MAX && !(bytes[label] >= '0' && bytes[label] <= '9');
    }
}
