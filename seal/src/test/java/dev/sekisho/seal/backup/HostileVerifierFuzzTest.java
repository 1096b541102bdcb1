package dev.sekisho.seal.backup;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sekisho.kernel.error.SekishoException;

/** A verifier's key that somebody made or changed: refused, or a key that works. */
class HostileVerifierFuzzTest {
    @FuzzTest
    void aHostileVerifierKeyIsRefusedOrWorks(byte[] bytes) {
        BackupVerifierKey key;
        try {
            key = BackupVerifierKey.read(bytes);
        } catch (SekishoException refused) {
            return;
        }
        if (key.tagger("x").tag().length != BackupMac.TAG_BYTES
                || key.region().name().isEmpty()) {
            throw new AssertionError("a key that does not work");
        }
    }
}
