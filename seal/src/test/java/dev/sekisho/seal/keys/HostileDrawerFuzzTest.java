package dev.sekisho.seal.keys;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.CipherChoice;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;

/** A key store file that somebody changed: refused, or read up to its last good record. */
class HostileDrawerFuzzTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DrawerFile FORMAT = new DrawerFile(
            CipherChoice.JDK_ONLY.open(), new Region("jp-east"), Secret.of(new byte[Secret.BYTES]), RANDOM);
    private static final byte[] GOOD = FORMAT.write(
                    3, 9, Map.of(EntryId.of(Kind.LOG, new Id128(1, 2), new Id128(3, 4)), new byte[] {5}))
            .file();

    @FuzzTest
    void aHostileDrawerHasNoEntriesOrTheGoodOne(byte[] bytes) {
        // Two ways in: bytes of any kind, and a good file with those bytes laid over it.
        accepts(bytes);
        byte[] laidOver = GOOD.clone();
        for (int i = 0; i < bytes.length && i < laidOver.length; i++) {
            laidOver[i] ^= bytes[i];
        }
        accepts(laidOver);
    }

    @FuzzTest
    void aHostileRootFileIsRefused(byte[] bytes) {
        try {
            RootKey.open(bytes, Optional.empty());
        } catch (SekishoException expected) {
            return;
        }
        throw new AssertionError("a hostile root file was opened");
    }

    private static void accepts(byte[] file) {
        try {
            DrawerFile.Image image = FORMAT.read(3, file);
            if (image.entries().stream().anyMatch(entry -> entry.sealed().length != 1 || entry.sealed()[0] != 5)) {
                throw new AssertionError("an entry that nobody wrote");
            }
        } catch (SekishoException | IllegalArgumentException expected) {
            // Refused.
        }
    }
}
