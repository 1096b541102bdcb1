package dev.sekisho.records.copy;

import dev.sekisho.records.Mark;
import dev.sekisho.records.Records;
import dev.sekisho.records.RecordsCopy;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsLoad;
import dev.sekisho.records.RecordsLoad.Counts;
import dev.sekisho.records.RecordsOptions;
import dev.sekisho.records.Row;
import dev.sekisho.records.RowCodec;
import dev.sekisho.seal.Vault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rows as bytes, between a database and another. */
final class Copies {
    private Copies() {}

    /** A copy in its byte form. */
    record Taken(Mark mark, byte[] bytes, int rows) {
        List<Row> read() {
            List<Row> rows = new ArrayList<>();
            ByteArrayInputStream in = new ByteArrayInputStream(bytes);
            try {
                for (Optional<Row> row = RowCodec.read(in); row.isPresent(); row = RowCodec.read(in)) {
                    rows.add(row.get());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rows;
        }

        /** SHA-256 over the rows in the order of their bytes. */
        String digest() {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                read().stream()
                        .map(RowCodec::write)
                        .sorted(Arrays::compareUnsigned)
                        .forEach(digest::update);
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    static Taken snapshot(Records records) {
        return take(records.copy(), Optional.empty());
    }

    static Taken changes(Records records, Mark since) {
        return take(records.copy(), Optional.of(since));
    }

    private static Taken take(RecordsCopy copy, Optional<Mark> since) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int[] rows = new int[1];
        Consumer<Row> writer = row -> {
            bytes.writeBytes(RowCodec.write(row));
            rows[0]++;
        };
        Mark mark = since.isPresent() ? copy.changes(since.get(), writer::accept) : copy.snapshot(writer::accept);
        return new Taken(mark, bytes.toByteArray(), rows[0]);
    }

    static Counts load(RecordsOptions into, Vault vault, Taken set, List<Taken> changes) {
        try (RecordsLoad load = RecordsDatabase.load(into, vault)) {
            set.read().forEach(load::add);
            changes.forEach(each -> each.read().forEach(load::apply));
            return load.finish();
        }
    }
}
