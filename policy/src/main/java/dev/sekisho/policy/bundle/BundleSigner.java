package dev.sekisho.policy.bundle;

/** The key that vouches for published policies; whoever passes it in binds its purpose. */
public interface BundleSigner {
    /** Signs the message. */
    byte[] sign(byte[] message);

    /** Whether {@code signature} is this key's over {@code message}. */
    boolean verify(byte[] message, byte[] signature);
}
