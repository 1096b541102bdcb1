package dev.sekisho.seal;

import dev.sekisho.seal.keys.FileDisk;
import dev.sekisho.seal.xts.UnitCipher;
import dev.sekisho.seal.xts.UnitKey;

/**
 * Vaults whose cipher leaves every byte as it is; tags, tree and formats are the real ones. For negative controls alone: a scan
 * for clear bytes in stored files that stays green over such a vault finds nothing.
 */
public final class NullCipherVaults {
    private NullCipherVaults() {}

    /** Opens a vault that encrypts nothing. */
    public static Vault open(VaultOptions options) {
        return Vaults.open(options, new NullCipher(), new FileDisk());
    }

    private static final class NullCipher implements UnitCipher {
        @Override
        public String name() {
            return "none";
        }

        @Override
        public UnitKey key(byte[] key) {
            return new NullKey();
        }
    }

    private static final class NullKey implements UnitKey {
        @Override
        public void encrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            System.arraycopy(source, sourceOffset, target, targetOffset, length);
        }

        @Override
        public void decrypt(
                byte[] tweak, byte[] source, int sourceOffset, int length, byte[] target, int targetOffset) {
            System.arraycopy(source, sourceOffset, target, targetOffset, length);
        }
    }
}
