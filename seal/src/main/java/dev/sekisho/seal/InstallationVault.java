package dev.sekisho.seal;

import java.security.PublicKey;

/** Keys of the installation in its region: what belongs to no customer. */
public interface InstallationVault extends RecordSealer {
    /**
     * HMAC-SHA-256 under a key made for {@code label}: turns a credential or a customer into a name that says nothing.
     *
     * @return 32 bytes
     */
    byte[] mac(String label, byte[] value);

    /** Signs with the installation's Ed25519 key; {@code purpose} is bound into the signed message. */
    byte[] sign(String purpose, byte[] message);

    /** The public half of the signing key. */
    PublicKey verificationKey();

    /** Checks a signature of {@link #sign}. */
    boolean verify(String purpose, byte[] message, byte[] signature);
}
