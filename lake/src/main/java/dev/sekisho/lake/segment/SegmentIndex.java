package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.lake.buffer.EventBuffer;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.parquet.ColumnData;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.SegmentReader;
import java.io.IOException;
import java.util.Map;

/** What is known about rows without reading them. */
public final class SegmentIndex {
    private SegmentIndex() {}

    /** Whether a segment may hold an event, by the filter of identifiers in it. */
    public static boolean mayHold(LakeFiles files, CustomerVault vault, String folder, SegmentEntry entry, EventId id)
            throws IOException {
        try (LakeFiles.Source file = files.open(SegmentWriter.name(folder, entry.id()))) {
            SegmentReader reader = vault.openSegment(entry.id(), entry.day(), file);
            byte[] filter = new byte[entry.idFilter().length()];
            reader.read(entry.idFilter().offset(), filter, 0, filter.length);
            return ValueFilter.ofBytes(filter)
                    .mayHold(SegmentFacts.idHash(id.value().high(), id.value().low()));
        }
    }

    /** When each column of a buffer last held a value that is not empty, in microseconds since 1970. */
    public static Map<String, Long> lastSeen(EventBuffer buffer) {
        int rows = buffer.rows();
        return SegmentFacts.lastSeen(buffer, rows, ((ColumnData.Numbers) buffer.data(EventColumn.TIME, rows)).values());
    }
}
