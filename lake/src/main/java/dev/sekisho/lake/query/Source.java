package dev.sekisho.lake.query;

import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.parquet.ColumnData;
import dev.sekisho.lake.segment.SegmentEntry;

/** Something that holds rows: a hot buffer or a sealed segment. */
sealed interface Source {
    /** Time of its first event, in microseconds since 1970. */
    long minTime();

    /** Time of its last event. */
    long maxTime();

    /** The first {@code rows} rows of a hot buffer. */
    record Hot(EventBuffer buffer, int rows, long minTime, long maxTime) implements Source {
        static Hot of(EventBuffer buffer, int rows) {
            long[] times = ((ColumnData.Numbers) buffer.data(EventColumn.TIME, rows)).values();
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int i = 0; i < rows; i++) {
                min = Math.min(min, times[i]);
                max = Math.max(max, times[i]);
            }
            return new Hot(buffer, rows, min, max);
        }
    }

    /** A segment. */
    record Sealed(SegmentEntry entry) implements Source {
        @Override
        public long minTime() {
            return entry.minTime();
        }

        @Override
        public long maxTime() {
            return entry.maxTime();
        }
    }
}
