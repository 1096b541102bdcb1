package dev.sekisho.seal.copy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.keys.Snapshot;
import java.util.Arrays;

/** A copy or a copy key that somebody made or changed: refused, or the good one. */
class HostileCopyFuzzTest {
    private static final Snapshot KEYS = KeyCopyFileTest.snapshot(135);
    private static final byte[] GOOD = KeyCopyFileTest.seal(KEYS);

    @FuzzTest
    void aHostileCopyIsRefusedOrTheGoodOne(byte[] bytes) {
        // Three ways in: bytes of any kind, a good file with those bytes laid over it, and that with a digest that
        // fits.
        accepts(bytes, KeyCopyFileTest.KEY.encode());
        byte[] laidOver = GOOD.clone();
        for (int i = 0; i < bytes.length && i < laidOver.length; i++) {
            laidOver[i] ^= bytes[i];
        }
        accepts(laidOver, KeyCopyFileTest.KEY.encode());
        accepts(KeyCopyFileTest.resealed(laidOver), KeyCopyFileTest.KEY.encode());
    }

    @FuzzTest
    void aHostileCopyKeyOpensNothing(byte[] bytes) {
        if (!Arrays.equals(bytes, KeyCopyFileTest.KEY.encode())) {
            accepts(GOOD, bytes);
        }
    }

    private static void accepts(byte[] file, byte[] key) {
        KeyCopyFile.Opened opened;
        try {
            opened = KeyCopyFile.open(file, key, () -> KeyCopyFileTest.CIPHER);
        } catch (SekishoException refused) {
            return;
        }
        for (int i = 0; i < KEYS.files().size(); i++) {
            if (!Arrays.equals(
                    KEYS.files().get(i).bytes(), opened.keys().files().get(i).bytes())) {
                throw new AssertionError("a key store that nobody copied");
            }
        }
    }
}
