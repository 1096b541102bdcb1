package dev.sekisho.lake.buffer;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The hot rows of one customer and UTC day, by columns. One thread appends; {@link #publish} makes rows visible, once they are
 * durable. Rows below {@link #rows()} never change, so readers take no lock.
 */
public final class EventBuffer {
    private static final EventColumn[] COLUMNS = EventColumn.values();
    private final Id128 id;
    private final LocalDate day;
    private final Column[] columns = new Column[COLUMNS.length];
    private int appended;
    private volatile int published;
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private volatile Map<Long, Long> publishedGaps = Map.of();

    /**
     * An empty buffer.
     *
     * @param id its random identifier: log frames and the manifest name it, so that its rows are sealed exactly once
     * @param day the UTC day of its rows
     */
    public EventBuffer(Id128 id, LocalDate day) {
        this.id = id;
        this.day = day;
        for (EventColumn column : COLUMNS) {
            columns[column.ordinal()] = switch (column.kind()) {
                case DICTIONARY -> new DictionaryColumn(column);
                case TEXT -> new TextColumn(column);
                case IDENTIFIER -> new IdentifierColumn();
                case INT, LONG, TIME -> new NumberColumn(column);
            };
        }
    }

    /** Its identifier. */
    public Id128 id() {
        return id;
    }

    /** The UTC day of its rows. */
    public LocalDate day() {
        return day;
    }

    /** Keeps a row and writes it to the log frame, in one pass. Not visible before {@link #publish}. */
    public void append(RowValues row, ByteWriter log) {
        for (Column column : columns) {
            column.append(appended, row, log);
        }
        appended++;
    }

    /** Counts events of an hour (hours since 1970) that were not stored. Not visible before {@link #publish}. */
    public void addGap(long hour, long events) {
        gaps.merge(hour, events, Long::sum);
    }

    /** Keeps the rows of a log frame. */
    public void replay(ByteReader log, int rows) {
        for (int i = 0; i < rows; i++) {
            for (Column column : columns) {
                column.replay(appended, log);
            }
            appended++;
        }
    }

    /** Writes all rows, published or not, as one log frame that needs no other. */
    public void rewrite(ByteWriter log) {
        Column.Rewrite[] states = new Column.Rewrite[columns.length];
        for (int c = 0; c < columns.length; c++) {
            states[c] = new Column.Rewrite();
        }
        for (int row = 0; row < appended; row++) {
            for (int c = 0; c < columns.length; c++) {
                columns[c].rewrite(row, log, states[c]);
            }
        }
    }

    /** Makes the first {@code rows} rows and all gaps visible. */
    public void publish(int rows) {
        if (!gaps.equals(publishedGaps)) {
            publishedGaps = Map.copyOf(gaps);
        }
        published = rows;
    }

    /** Rows that any thread may read. */
    public int rows() {
        return published;
    }

    /** Rows of the writing thread. */
    public int appended() {
        return appended;
    }

    /** Visible gaps: events that were not stored, by hour since 1970. */
    public Map<Long, Long> gaps() {
        return publishedGaps;
    }

    /** Gaps of the writing thread. */
    public Map<Long, Long> appendedGaps() {
        return gaps;
    }

    /** Memory in use, in bytes; for the writing thread. */
    public long bytes() {
        long sum = 0;
        for (Column column : columns) {
            sum += column.bytes();
        }
        return sum;
    }

    /** The values of a column in the first {@code rows} rows, which must be visible. */
    public ColumnData data(EventColumn column, int rows) {
        return columns[column.ordinal()].data(rows);
    }

    /** The values of all columns in the first {@code rows} rows, by name. */
    public Map<String, ColumnData> data(Iterable<EventColumn> wanted, int rows) {
        Map<String, ColumnData> data = new LinkedHashMap<>();
        for (EventColumn column : wanted) {
            data.put(column.wire(), data(column, rows));
        }
        return data;
    }

    /** Whether a visible row is of one of these persons. */
    public boolean holdsAny(Set<String> persons) {
        ColumnData.Dictionary held = (ColumnData.Dictionary) data(EventColumn.PERSON, published);
        for (int i = 0; i < held.size(); i++) {
            if (persons.contains(new String(held.entries()[i], StandardCharsets.UTF_8))) {
                return true;
            }
        }
        return false;
    }

    /** Some of the visible rows, in a buffer of the same name that shows them; its gaps stay here. */
    public EventBuffer only(Predicate<EventCells> kept) {
        EventBuffer some = new EventBuffer(id, day);
        RowValues values = new RowValues();
        ByteWriter nowhere = new ByteWriter();
        for (int at = 0; at < published; at++) {
            EventCells row = row(at);
            if (kept.test(row)) {
                some.append(values.take(row.toEvent()), nowhere);
                nowhere.clear();
            }
        }
        some.publish(some.appended());
        return some;
    }

    /** The visible rows of everybody but these persons; this buffer itself if it has none of theirs. */
    public EventBuffer without(Set<String> persons) {
        return !persons.isEmpty() && holdsAny(persons)
                ? only(row -> !persons.contains(row.text(EventColumn.PERSON)))
                : this;
    }

    /** A visible row. */
    public EventCells row(int at) {
        if (at < 0 || at >= published) {
            throw new IndexOutOfBoundsException(at);
        }
        return new Row(at);
    }

    private final class Row implements EventCells {
        private final int at;

        Row(int at) {
            this.at = at;
        }

        @Override
        public Id128 identifier() {
            return ((IdentifierColumn) columns[EventColumn.ID.ordinal()]).identifier(at);
        }

        @Override
        public String text(EventColumn column) {
            return switch (columns[column.ordinal()]) {
                case DictionaryColumn d -> d.text(at);
                case TextColumn t -> t.text(at);
                case IdentifierColumn i -> i.identifier(at).toString();
                case NumberColumn n -> Long.toString(n.number(at));
            };
        }

        @Override
        public long number(EventColumn column) {
            if (columns[column.ordinal()] instanceof NumberColumn numbers) {
                return numbers.number(at);
            }
            throw new IllegalArgumentException(column + " holds no numbers");
        }
    }
}
