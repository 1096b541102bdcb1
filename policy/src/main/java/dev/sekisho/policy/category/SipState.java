package dev.sekisho.policy.category;

/** SipHash-2-4 over a growing input: the hash can be taken after any byte, and the input continued. */
final class SipState {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long word;
    private int length;

    SipState(SipKey key) {
        v0 = key.k0() ^ 0x736f6d6570736575L;
        v1 = key.k1() ^ 0x646f72616e646f6dL;
        v2 = key.k0() ^ 0x6c7967656e657261L;
        v3 = key.k1() ^ 0x7465646279746573L;
    }

    void add(int b) {
        word |= (b & 0xffL) << (8 * (length & 7));
        length++;
        if ((length & 7) == 0) {
            long m = word;
            v3 ^= m;
            round();
            round();
            v0 ^= m;
            word = 0;
        }
    }

    /** The hash of what was added so far; more may be added afterwards. */
    long finish() {
        long s0 = v0;
        long s1 = v1;
        long s2 = v2;
        long s3 = v3;
        long last = word | (long) length << 56;
        v3 ^= last;
        round();
        round();
        v0 ^= last;
        v2 ^= 0xff;
        round();
        round();
        round();
        round();
        long hash = v0 ^ v1 ^ v2 ^ v3;
        v0 = s0;
        v1 = s1;
        v2 = s2;
        v3 = s3;
        return hash;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
