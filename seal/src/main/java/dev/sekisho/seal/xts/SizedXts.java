package dev.sekisho.seal.xts;

/**
 * Two implementations behind one: the JDK's for small units, where a call into native code costs more than it saves, and the
 * native one for large units. Both give the same bytes (the self test compares them at every start).
 */
public final class SizedXts implements UnitCipher {
    /** Units of at least this many bytes go to the native cipher. */
    static final int LARGE_BYTES = 1024;

    private final UnitCipher small;
    private final UnitCipher large;

    /** Small units by {@code small}, large ones by {@code large}. */
    public SizedXts(UnitCipher small, UnitCipher large) {
        this.small = small;
        this.large = large;
    }

    @Override
    public String name() {
        return small.name() + "+" + large.name();
    }

    @Override
    public UnitKey key(byte[] key) {
        return new SizedKey(small.key(key), large.key(key));
    }

    private record SizedKey(UnitKey small, UnitKey large) implements UnitKey {
        @Override
        public void encrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            of(length).encrypt(tweak, source, sourceOffset, length, target, targetOffset);
        }

        @Override
        public void decrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            of(length).decrypt(tweak, source, sourceOffset, length, target, targetOffset);
        }

        private UnitKey of(int length) {
            return length < LARGE_BYTES ? small : large;
        }
    }
}
