package dev.sekisho.lake.buffer;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.Id128;

/**
 * The values of one event by column, taken before anything is kept: an event that has no value somewhere is refused as a whole,
 * and a text of more than 8 KiB is cut, so that no event takes more than its columns. Reused from event to event, by one thread.
 */
public final class RowValues {
    /** Characters of text in one event, all columns together. */
    public static final int MAX_EVENT_CHARS = 1 << 20;

    private static final EventColumn[] COLUMNS = EventColumn.values();
    final String[] texts = new String[COLUMNS.length];
    final long[] numbers = new long[COLUMNS.length];
    private long cut;
    Id128 identifier = new Id128(0, 0);

    /**
     * Takes the values of an event.
     *
     * @throws SekishoException {@code INVALID_INPUT} if it cannot be stored
     */
    public RowValues take(WebEvent event) {
        long chars = 0;
        try {
            for (EventColumn column : COLUMNS) {
                if (column.isText()) {
                    String whole = column.text(event);
                    String text = Cut.of(whole);
                    if (text.length() < whole.length()) {
                        cut++;
                    }
                    chars += text.length();
                    texts[column.ordinal()] = text;
                } else if (column.kind() != EventColumn.Kind.IDENTIFIER) {
                    numbers[column.ordinal()] = column.number(event);
                }
            }
            identifier = event.id().value();
        } catch (NullPointerException | ArithmeticException e) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, "an event lacks a value or its time is out of range", e);
        }
        if (chars > MAX_EVENT_CHARS) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT, "an event has " + chars + " characters, at most " + MAX_EVENT_CHARS);
        }
        return this;
    }

    /** How many texts were cut since the last call. */
    public long takeCut() {
        long texts = cut;
        cut = 0;
        return texts;
    }

    /** Whose event it is, as a token; empty if nobody is known. */
    public String person() {
        return texts[EventColumn.PERSON.ordinal()];
    }

    /** When the event happened, in microseconds since 1970. */
    public long time() {
        return numbers[EventColumn.TIME.ordinal()];
    }
}
