package dev.sekisho.kernel.decision;

import java.util.Locale;

/** What a rule does; spelled in lower case in policies, events and the API. */
public enum Action {
    /** Let it pass. */
    ALLOW,
    /** Let it pass and mark it. */
    MONITOR,
    /** Ask the person first. */
    WARN,
    /** Refuse it. */
    BLOCK,
    /** Decryption only: pass the TLS connection through unopened. */
    TUNNEL,
    /** Decryption only: open the TLS connection and look inside. */
    INSPECT;

    /** The spelling outside of Java. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads {@link #wire()}.
     *
     * @throws IllegalArgumentException if there is no such action
     */
    public static Action ofWire(String text) {
        for (Action action : values()) {
            if (action.wire().equals(text)) {
                return action;
            }
        }
        throw new IllegalArgumentException("no such action: \"" + text + "\"");
    }
}
