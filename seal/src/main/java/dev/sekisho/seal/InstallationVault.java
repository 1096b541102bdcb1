package dev.sekisho.seal;

import dev.sekisho.seal.backup.BackupMac;
import java.security.PublicKey;
import java.util.Optional;

/** Keys of the installation in its region: what belongs to no customer. */
public interface InstallationVault extends RecordSealer {
    /**
     * HMAC-SHA-256 under a key made for {@code label}: turns a credential or a customer into a name that says nothing.
     *
     * @return 32 bytes
     */
    byte[] mac(String label, byte[] value);

    /**
     * Keeps a few bytes in every place of the key store: what must not be older than the keys, for example how far the erasure ledger
     * goes. Replaces what was kept under the label.
     *
     * @param value at most 1,024 bytes
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE} if not every place could be written
     */
    void note(String label, byte[] value);

    /** What {@link #note(String, byte[])} kept. */
    Optional<byte[]> noted(String label);

    /** Signs with the installation's Ed25519 key; {@code purpose} is bound into the signed message. */
    byte[] sign(String purpose, byte[] message);

    /** The public half of the signing key. */
    PublicKey verificationKey();

    /** Checks a signature of {@link #sign}. */
    boolean verify(String purpose, byte[] message, byte[] signature);

    /**
     * Tags the objects of backup sets; the first call makes its key.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE} if not every place could be written
     */
    BackupMac backupMac();

    /**
     * The file with which a verifier checks the tags of {@link #backupMac} and the signatures of {@link #sign}, and opens nothing
     * ({@link dev.sekisho.seal.backup.BackupVerifierKey}). It is a secret all the same: whoever holds it can make tags.
     */
    byte[] exportVerifier();
}
