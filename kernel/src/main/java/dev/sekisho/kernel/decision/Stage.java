package dev.sekisho.kernel.decision;

import java.util.Locale;

/** The stages of a decision, in their one order. */
public enum Stage {
    /** The destination guard: private, loopback, link-local and metadata addresses. */
    DESTINATION,
    /** Whether a TLS connection is opened. */
    DECRYPTION,
    /** Whether the request may go out. */
    ACCESS,
    /** Whether the content may pass. */
    CONTENT;

    /** The spelling outside of Java. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
