package dev.sekisho.control.access;

import java.util.Locale;

/** Whether an operation answers while the licence of the caller's customer is locked, and while its data is being deleted. */
public enum WhenLocked {
    /** Always. */
    ALWAYS,
    /** While it is locked, not any more once deletion began. */
    UNTIL_DELETION,
    /** The same, but only as an export: NDJSON or CSV. */
    EXPORT,
    /** Never. */
    NEVER;

    /** The spelling in {@code x-when-locked} of the API description. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
