package dev.sekisho.kernel.id;

/**
 * The random identifier of one event. It says nothing about the customer, the person or the time.
 *
 * @param value the 128 bits
 */
public record EventId(Id128 value) {
    /** Reads the 26-character form. */
    public static EventId parse(String text) {
        return new EventId(Id128.parse(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
