package dev.sekisho.lake.buffer;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A column of text with many different values, kept end to end. */
final class TextColumn implements Column {
    /** Large arrays grow by this and not to twice their size, so that memory follows what is kept. */
    private static final int MAX_GROWTH = 2 << 20;

    private final int ordinal;
    private byte[] arena = new byte[256];
    private int[] ends = new int[16];
    private volatile byte[] sharedArena = arena;
    private volatile int[] sharedEnds = ends;
    private int used;

    TextColumn(EventColumn column) {
        this.ordinal = column.ordinal();
    }

    @Override
    public void append(int at, RowValues row, ByteWriter log) {
        byte[] text = row.texts[ordinal].getBytes(StandardCharsets.UTF_8);
        log.block(text);
        add(at, text);
    }

    @Override
    public void replay(int at, ByteReader log) {
        add(at, log.block());
    }

    @Override
    public void rewrite(int at, ByteWriter log, Rewrite state) {
        int start = start(ends, at);
        log.varint(ends[at] - start).write(arena, start, ends[at] - start);
    }

    private void add(int at, byte[] text) {
        if (arena.length - used < text.length) {
            arena = Arrays.copyOf(
                    arena,
                    Math.max(Math.addExact(used, text.length), arena.length + Math.min(arena.length, MAX_GROWTH)));
            sharedArena = arena;
        }
        System.arraycopy(text, 0, arena, used, text.length);
        used += text.length;
        if (at == ends.length) {
            ends = Arrays.copyOf(ends, at * 2);
            sharedEnds = ends;
        }
        ends[at] = used;
    }

    private static int start(int[] ends, int at) {
        return at == 0 ? 0 : ends[at - 1];
    }

    /** The text of a published row. */
    String text(int at) {
        int[] rowEnds = sharedEnds;
        int start = start(rowEnds, at);
        return new String(sharedArena, start, rowEnds[at] - start, StandardCharsets.UTF_8);
    }

    @Override
    public ColumnData.Text data(int rows) {
        int[] rowEnds = sharedEnds;
        return new ColumnData.Text(sharedArena, rowEnds);
    }

    @Override
    public long bytes() {
        return arena.length + ends.length * 4L;
    }
}
