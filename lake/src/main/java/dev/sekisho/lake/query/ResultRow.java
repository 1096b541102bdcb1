package dev.sekisho.lake.query;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.buffer.EventCells;
import dev.sekisho.lake.buffer.EventColumn;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A row of a result with all columns of {@link Tables#columns()}. */
final class ResultRow implements EventCells {
    private static final EventColumn[] COLUMNS = EventColumn.values();
    private final String[] texts = new String[COLUMNS.length];
    private final long[] numbers = new long[COLUMNS.length];
    private final Id128 id;

    private ResultRow(ResultSet rows, int first) throws SQLException {
        Id128 identifier = new Id128(0, 0);
        for (EventColumn column : COLUMNS) {
            int at = first + column.ordinal();
            if (column.isText()) {
                texts[column.ordinal()] = rows.getString(at);
            } else if (column.kind() == EventColumn.Kind.IDENTIFIER) {
                identifier = Id128.of(rows.getBytes(at));
            } else {
                numbers[column.ordinal()] = rows.getLong(at);
            }
        }
        this.id = identifier;
    }

    /** Reads the current row, whose columns start at {@code first}. */
    static ResultRow read(ResultSet rows, int first) throws SQLException {
        return new ResultRow(rows, first);
    }

    @Override
    public Id128 identifier() {
        return id;
    }

    @Override
    public String text(EventColumn column) {
        return texts[column.ordinal()];
    }

    @Override
    public long number(EventColumn column) {
        return numbers[column.ordinal()];
    }
}
