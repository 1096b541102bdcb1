package dev.sekisho.control.events;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.CustomerLake.Cursor;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A position in the log as 28 opaque bytes: seconds, nanoseconds, identifier. It says nothing that the page did not. */
public final class Cursors {
    private static final int BYTES = 28;

    private Cursors() {}

    /** As text. */
    public static String write(Cursor cursor) {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.putLong(cursor.time().getEpochSecond()).putInt(cursor.time().getNano());
        buffer.put(cursor.id().value().bytes());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** Reads {@link #write}; empty if it is not one. */
    public static Optional<Cursor> read(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            Instant time = Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
            Id128 id = Id128.of(Arrays.copyOfRange(bytes, 12, BYTES));
            return Optional.of(new Cursor(time, new EventId(id)));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException notACursor) {
            return Optional.empty();
        }
    }
}
