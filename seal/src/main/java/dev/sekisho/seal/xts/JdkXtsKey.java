package dev.sekisho.seal.xts;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** One key of {@link JdkXts}. The mask of a block is the pair of longs (low, high), little-endian as in the standard. */
final class JdkXtsKey implements UnitKey {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int BLOCK = 16;
    private static final long POLYNOMIAL = 0x87;

    private final Cipher encrypting;
    private final Cipher decrypting;
    private final Cipher tweaking;
    private final byte[] first = new byte[BLOCK];
    private final byte[] stolen = new byte[BLOCK];
    private long low;
    private long high;

    JdkXtsKey(Cipher encrypting, Cipher decrypting, Cipher tweaking) {
        this.encrypting = encrypting;
        this.decrypting = decrypting;
        this.tweaking = tweaking;
    }

    @Override
    public void encrypt(byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
        UnitRules.checkUnit(tweak, source, sourceOffset, length, target, targetOffset);
        start(tweak);
        int rest = length % BLOCK;
        int whole = length - rest;
        if (rest > 0) {
            System.arraycopy(source, sourceOffset + whole, stolen, 0, rest);
        }
        blocks(encrypting, source, sourceOffset, whole, target, targetOffset);
        if (rest > 0) {
            // The last whole block lends its tail to the rest and is encrypted again in the rest's place.
            int last = targetOffset + whole - BLOCK;
            System.arraycopy(target, last + rest, stolen, rest, BLOCK - rest);
            System.arraycopy(target, last, target, targetOffset + whole, rest);
            blocks(encrypting, stolen, 0, BLOCK, target, last);
        }
    }

    @Override
    public void decrypt(byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
        UnitRules.checkUnit(tweak, source, sourceOffset, length, target, targetOffset);
        start(tweak);
        int rest = length % BLOCK;
        if (rest == 0) {
            blocks(decrypting, source, sourceOffset, length, target, targetOffset);
            return;
        }
        int head = length - rest - BLOCK;
        System.arraycopy(source, sourceOffset + head + BLOCK, stolen, 0, rest);
        blocks(decrypting, source, sourceOffset, head, target, targetOffset);
        long headLow = low;
        long headHigh = high;
        double128();
        int last = targetOffset + head;
        blocks(decrypting, source, sourceOffset + head, BLOCK, target, last);
        System.arraycopy(target, last + rest, stolen, rest, BLOCK - rest);
        System.arraycopy(target, last, target, last + BLOCK, rest);
        low = headLow;
        high = headHigh;
        blocks(decrypting, stolen, 0, BLOCK, target, last);
    }

    private void start(byte[] tweak) {
        apply(tweaking, tweak, 0, BLOCK, first, 0);
        low = (long) LONGS.get(first, 0);
        high = (long) LONGS.get(first, 8);
    }

    /** Whole blocks under the running mask, which is left at the block after them. */
    private void blocks(Cipher cipher, byte[] source, int from, int length, byte[] target, int to) {
        if (length == 0) {
            return;
        }
        long startLow = low;
        long startHigh = high;
        mask(source, from, length, target, to);
        apply(cipher, target, to, length, target, to);
        low = startLow;
        high = startHigh;
        mask(target, to, length, target, to);
    }

    private void mask(byte[] source, int from, int length, byte[] target, int to) {
        long l = low;
        long h = high;
        for (int i = 0; i < length; i += BLOCK) {
            LONGS.set(target, to + i, (long) LONGS.get(source, from + i) ^ l);
            LONGS.set(target, to + i + 8, (long) LONGS.get(source, from + i + 8) ^ h);
            long carry = h >> 63;
            h = (h << 1) | (l >>> 63);
            l = (l << 1) ^ (carry & POLYNOMIAL);
        }
        low = l;
        high = h;
    }

    private void double128() {
        long carry = high >> 63;
        high = (high << 1) | (low >>> 63);
        low = (low << 1) ^ (carry & POLYNOMIAL);
    }

    private static void apply(Cipher cipher, byte[] source, int from, int length, byte[] target, int to) {
        try {
            if (cipher.update(source, from, length, target, to) != length) {
                throw new IllegalStateException("the block cipher kept bytes back");
            }
        } catch (ShortBufferException e) {
            throw new IllegalStateException("the block cipher grew its input", e);
        }
    }
}
