package dev.sekisho.seal.xts;

/** A cipher with one fault, for the negative controls. */
record BrokenXts(UnitCipher good, Fault fault) implements UnitCipher {
    enum Fault {
        ONE_BIT_IN_LONG_UNITS,
        NO_STEALING,
        TWEAK_BYTES_SWAPPED,
        DECRYPTS_WRONG,
        TAKES_EQUAL_HALVES,
        THROWS
    }

    @Override
    public String name() {
        return fault.name();
    }

    @Override
    public UnitKey key(byte[] key) {
        byte[] taken = key.clone();
        if (fault == Fault.TAKES_EQUAL_HALVES) {
            boolean equal = java.util.Arrays.equals(taken, 0, 32, taken, 32, 64);
            taken[0] ^= (byte) (equal ? 1 : 0);
        }
        UnitKey inner = good.key(taken);
        return new UnitKey() {
            @Override
            public void encrypt(byte[] tweak, byte[] source, int from, int length, byte[] target, int to) {
                if (fault == Fault.THROWS && length == 1025) {
                    throw new IllegalStateException("broken");
                }
                int sealed = fault == Fault.NO_STEALING ? length - length % 16 : length;
                byte[] used = tweak.clone();
                if (fault == Fault.TWEAK_BYTES_SWAPPED) {
                    used[0] = tweak[15];
                    used[15] = tweak[0];
                }
                inner.encrypt(used, source, from, sealed, target, to);
                if (fault == Fault.ONE_BIT_IN_LONG_UNITS && length > 4096) {
                    target[to + 4096] ^= 1;
                }
            }

            @Override
            public void decrypt(byte[] tweak, byte[] source, int from, int length, byte[] target, int to) {
                inner.decrypt(tweak, source, from, length, target, to);
                if (fault == Fault.DECRYPTS_WRONG) {
                    target[to] ^= 1;
                }
            }
        };
    }
}
