package dev.sekisho.gateway.front;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** What proves to the gateway that a connection comes from a front that its own process started. Never printed. */
public final class FrontPassword {
    static final int BYTES = 32;
    private final byte[] bytes;

    FrontPassword(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a front's password has 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    /** A fresh one. */
    public static FrontPassword random(SecureRandom random) {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        return new FrontPassword(fresh);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Whether the other is the same, in a time that does not tell how much of it is. */
    boolean matches(byte[] other) {
        return MessageDigest.isEqual(bytes, other);
    }

    @Override
    public String toString() {
        return "FrontPassword[hidden]";
    }
}
