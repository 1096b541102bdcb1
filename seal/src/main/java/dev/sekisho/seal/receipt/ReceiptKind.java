package dev.sekisho.seal.receipt;

import java.util.Locale;

/** What a receipt is about. */
public enum ReceiptKind {
    /** Everything of a customer was deleted. */
    CUSTOMER_DELETED,
    /** One person was erased. */
    PERSON_ERASED,
    /** Keys were destroyed. */
    KEYS_DESTROYED,
    /** Keys were replaced, or wrapped anew. */
    KEYS_ROTATED,
    /** Days of events ended their retention and were deleted. */
    RETENTION_DAY,
    /** A licence changed its state. */
    LICENCE_STEP,
    /** A legal hold was placed, ended or ran out. */
    HOLD,
    /** A request of a person was received, acknowledged, extended or refused. */
    REQUEST;

    /** The spelling outside of Java, for example {@code person-erased}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public static ReceiptKind ofWire(String text) {
        for (ReceiptKind kind : values()) {
            if (kind.wire().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of receipt: \"" + text + "\"");
    }
}
