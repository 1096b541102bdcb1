package dev.sekisho.lake.buffer;

import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.parquet.ColumnData;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A column of text with few different values: each is kept once, rows keep its number. In the log, a number equal to the size of
 * the dictionary says that a new entry follows.
 */
final class DictionaryColumn implements Column {
    private static final int MAX_TEXT_BYTES = 4 * RowValues.MAX_EVENT_CHARS;
    private final int ordinal;
    private int[] codes = new int[16];
    private String[] values = new String[8];
    private byte[][] entries = new byte[8][];
    private volatile int[] sharedCodes = codes;
    private volatile String[] sharedValues = values;
    private volatile byte[][] sharedEntries = entries;
    private int[] table = new int[16];
    private int size;
    private long entryBytes;
    private int lastCode = -1;

    DictionaryColumn(EventColumn column) {
        this.ordinal = column.ordinal();
    }

    @Override
    public void append(int at, RowValues row, ByteWriter log) {
        String text = row.texts[ordinal];
        int before = size;
        int code = code(text);
        log.varint(code);
        if (code == before) {
            log.block(entries[code]);
        }
        set(at, code);
    }

    @Override
    public void replay(int at, ByteReader log) {
        int code = log.count(size);
        if (code == size) {
            byte[] entry = log.block();
            if (entry.length > MAX_TEXT_BYTES) {
                throw new IllegalArgumentException("a text of " + entry.length + " bytes");
            }
            String text = new String(entry, StandardCharsets.UTF_8);
            int slot = spread(text.hashCode()) & (table.length - 1);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            add(text, slot);
        }
        set(at, code);
    }

    @Override
    public void rewrite(int at, ByteWriter log, Rewrite state) {
        int code = codes[at];
        log.varint(code);
        if (code == state.entries) {
            log.block(entries[code]);
            state.entries++;
        }
    }

    private void set(int at, int code) {
        if (at == codes.length) {
            codes = Arrays.copyOf(codes, at * 2);
            sharedCodes = codes;
        }
        codes[at] = code;
        lastCode = code;
    }

    private int code(String text) {
        if (lastCode >= 0 && values[lastCode].equals(text)) {
            return lastCode;
        }
        int mask = table.length - 1;
        int slot = spread(text.hashCode()) & mask;
        while (table[slot] != 0) {
            int candidate = table[slot] - 1;
            if (values[candidate].equals(text)) {
                return candidate;
            }
            slot = (slot + 1) & mask;
        }
        return add(text, slot);
    }

    private int add(String text, int slot) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
            sharedValues = values;
            sharedEntries = entries;
        }
        byte[] entry = text.getBytes(StandardCharsets.UTF_8);
        values[size] = text;
        entries[size] = entry;
        // A text in ASCII takes a byte a character, any other two; both beside its bytes in UTF-8.
        entryBytes += entry.length * (entry.length == text.length() ? 2L : 3L) + 64;
        table[slot] = ++size;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        int[] wider = new int[table.length * 2];
        int mask = wider.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = spread(values[code].hashCode()) & mask;
            while (wider[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            wider[slot] = code + 1;
        }
        table = wider;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    /** The text of a published row. */
    String text(int at) {
        return sharedValues[sharedCodes[at]];
    }

    @Override
    public ColumnData.Dictionary data(int rows) {
        int[] rowCodes = sharedCodes;
        int highest = -1;
        for (int i = 0; i < rows; i++) {
            highest = Math.max(highest, rowCodes[i]);
        }
        return new ColumnData.Dictionary(sharedEntries, highest + 1, rowCodes);
    }

    @Override
    public long bytes() {
        return codes.length * 4L + entryBytes + table.length * 4L + values.length * 8L;
    }
}
