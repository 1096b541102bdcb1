package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.buffer.EventColumn;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.parquet.Codec;
import dev.sekisho.lake.parquet.ParquetFile.Range;
import dev.sekisho.lake.parquet.ParquetWriter;
import dev.sekisho.lake.segment.SegmentEntry;
import dev.sekisho.lake.segment.SegmentWriter;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.SegmentReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory files over sources: of a segment only the footer and the column chunks that a query names are opened, and put where the
 * file has them; the rest stays a hole. Hot rows are written as one more such file. Everything is gone when this is closed.
 */
final class Views implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Views.class);
    private final LakeFiles files;
    private final CustomerVault vault;
    private final String folder;
    private final List<View> views = new ArrayList<>();

    Views(Shelf shelf) {
        this.files = shelf.files();
        this.vault = shelf.vault();
        this.folder = shelf.folder();
    }

    /** One source and its file. */
    static final class View {
        final Source source;
        final MemoryFile file;
        private final Set<EventColumn> filled = EnumSet.noneOf(EventColumn.class);
        boolean unreadable;

        View(Source source, MemoryFile file) {
            this.source = source;
            this.file = file;
        }

        /** The columns that are filled in. */
        Set<EventColumn> columns() {
            return filled;
        }
    }

    /** Adds an empty view of a source. */
    View add(Source source) {
        try {
            View view = new View(source, MemoryFile.create());
            views.add(view);
            return view;
        } catch (IOException e) {
            throw new SekishoException(
                    dev.sekisho.kernel.error.ErrorCode.QUERY_TOO_BROAD,
                    "too many segments at once; narrow the time of the query",
                    e);
        }
    }

    /** The paths of all views. */
    List<String> paths() {
        return views.stream().map(view -> view.file.path()).toList();
    }

    /** Fills in columns; false if the source cannot be opened. */
    boolean fill(View view, Set<EventColumn> columns) {
        if (view.unreadable) {
            return false;
        }
        if (view.filled.containsAll(columns)) {
            return true;
        }
        try {
            switch (view.source) {
                case Source.Hot hot -> fill(view, hot, columns);
                case Source.Sealed segment -> fill(view, segment.entry(), columns);
            }
            return true;
        } catch (SekishoException | IOException e) {
            LOG.warn("A segment of {} cannot be read: {}", day(view.source), e.getMessage());
            view.unreadable = true;
            return false;
        }
    }

    private static String day(Source source) {
        return switch (source) {
            case Source.Hot hot -> hot.buffer().day().toString();
            case Source.Sealed segment -> segment.entry().day().toString();
        };
    }

    private static void fill(View view, Source.Hot hot, Set<EventColumn> columns) throws IOException {
        view.file.clear();
        view.file.write(
                0,
                ParquetWriter.write(hot.buffer().data(columns, hot.rows()), hot.rows(), null, Codec.NONE)
                        .bytes());
        view.filled.clear();
        view.filled.addAll(columns);
    }

    private void fill(View view, SegmentEntry entry, Set<EventColumn> columns) throws IOException {
        try (LakeFiles.Source file = files.open(SegmentWriter.name(folder, entry.id()))) {
            SegmentReader reader = vault.openSegment(entry.id(), entry.day(), file);
            for (EventColumn column : columns) {
                Range chunk = entry.chunks().get(column.wire());
                if (chunk != null && !view.filled.contains(column)) {
                    copy(reader, chunk, view.file);
                }
            }
            copy(reader, entry.footer(), view.file);
            view.filled.addAll(columns);
        }
    }

    private static void copy(SegmentReader reader, Range range, MemoryFile target) throws IOException {
        byte[] bytes = new byte[range.length()];
        reader.read(range.offset(), bytes, 0, bytes.length);
        target.write(range.offset(), bytes);
    }

    /** Gives back the memory of a view. */
    void clear(View view) {
        try {
            view.file.clear();
            view.filled.clear();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (View view : views) {
            try {
                view.file.close();
            } catch (IOException e) {
                LOG.warn("A memory file could not be closed", e);
            }
        }
    }
}
