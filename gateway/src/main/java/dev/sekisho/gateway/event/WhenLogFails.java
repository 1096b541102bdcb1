package dev.sekisho.gateway.event;

/** What a gateway does while the log takes no events. */
public enum WhenLogFails {
    /** Let nothing pass that could not be logged. */
    REFUSE,
    /** Let it pass and count what is missing. */
    GAP
}
