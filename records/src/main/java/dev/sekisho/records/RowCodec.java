package dev.sekisho.records;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.Row.GateKey;
import dev.sekisho.records.Row.GateRow;
import dev.sekisho.records.Row.GoneRow;
import dev.sekisho.records.Row.Index;
import dev.sekisho.records.Row.RecordKey;
import dev.sekisho.records.Row.RecordRow;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The byte form of rows ({@code docs/formats.md}, "Rows of a copy"). Rows stand one after the other and each knows its length, so a
 * stream of them may be cut anywhere and put together again. A row has one form only: what is read is written the same again. The form
 * has no tag: whoever stores it seals it.
 */
public final class RowCodec {
    private static final int RECORD_OF_CUSTOMER = 1;
    private static final int RECORD_OF_INSTALLATION = 2;
    private static final int GATE = 3;
    private static final int GONE_OF_CUSTOMER = 4;
    private static final int GONE_OF_INSTALLATION = 5;
    private static final int GONE_GATE = 6;
    private static final int HEAD_BYTES = 5;
    /** 255 indexes take 58 bytes each at most; what else stands before a payload is less than 1 KiB. */
    private static final int MAX_BODY_BYTES = Row.MAX_PAYLOAD_BYTES + (16 << 10);

    private static final long MICROS = 1_000_000;

    private RowCodec() {}

    /** The bytes of a row. */
    public static byte[] write(Row row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(type(row));
            out.writeInt(0);
            switch (row) {
                case RecordRow record -> {
                    key(out, record.key());
                    out.writeLong(record.version());
                    out.writeLong(micros(record.changed()));
                    out.writeByte(record.indexes().size());
                    for (Index index : record.indexes()) {
                        name(out, index.label());
                        out.write(index.token());
                    }
                    out.write(record.payload());
                }
                case GateRow gate -> {
                    out.write(gate.key().digest());
                    out.writeByte(gate.expires().isPresent() ? 1 : 0);
                    if (gate.expires().isPresent()) {
                        out.writeLong(micros(gate.expires().get()));
                    }
                    out.write(gate.ticket());
                }
                case GoneRow gone -> key(out, gone.key());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        }
        byte[] written = bytes.toByteArray();
        ByteBuffer.wrap(written).putInt(1, written.length - HEAD_BYTES);
        return written;
    }

    /**
     * The next row of a stream; empty at its end.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if it ends within a row, or what stands there is none
     * @throws IOException what the stream throws
     */
    public static Optional<Row> read(InputStream in) throws IOException {
        int type = in.read();
        if (type < 0) {
            return Optional.empty();
        }
        byte[] size = in.readNBytes(HEAD_BYTES - 1);
        int length = size.length < HEAD_BYTES - 1 ? -1 : ByteBuffer.wrap(size).getInt();
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw damaged("its length is wrong");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw damaged("it ends early");
        }
        ByteBuffer buffer = ByteBuffer.wrap(body);
        try {
            Row row = row(type, buffer);
            if (buffer.hasRemaining()) {
                throw damaged("something follows");
            }
            return Optional.of(row);
        } catch (BufferUnderflowException e) {
            throw damaged("it ends early");
        }
    }

    private static Row row(int type, ByteBuffer in) {
        return switch (type) {
            case RECORD_OF_CUSTOMER, RECORD_OF_INSTALLATION -> record(key(in, type == RECORD_OF_CUSTOMER), in);
            case GATE -> gate(in);
            case GONE_OF_CUSTOMER, GONE_OF_INSTALLATION -> new GoneRow(key(in, type == GONE_OF_CUSTOMER));
            case GONE_GATE -> new GoneRow(new GateKey(bytes(in, 32)));
            default -> throw damaged("a kind of row that this version does not know");
        };
    }

    private static RecordRow record(RecordKey key, ByteBuffer in) {
        long version = in.getLong();
        Instant changed = time(in.getLong());
        int count = Byte.toUnsignedInt(in.get());
        List<Index> indexes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            indexes.add(new Index(name(in), bytes(in, 16)));
            if (i > 0 && Index.ORDER.compare(indexes.get(i - 1), indexes.get(i)) >= 0) {
                throw damaged("its indexes are out of order");
            }
        }
        return new RecordRow(key, version, changed, bytes(in, in.remaining()), indexes);
    }

    private static GateRow gate(ByteBuffer in) {
        GateKey key = new GateKey(bytes(in, 32));
        Optional<Instant> expires = switch (in.get()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(time(in.getLong()));
            default -> throw damaged("a flag is neither 0 nor 1");
        };
        return new GateRow(key, bytes(in, in.remaining()), expires);
    }

    private static int type(Row row) {
        return switch (row) {
            case RecordRow record -> record.key().customer().isPresent() ? RECORD_OF_CUSTOMER : RECORD_OF_INSTALLATION;
            case GateRow gate -> GATE;
            case GoneRow gone ->
                switch (gone.key()) {
                    case RecordKey key -> key.customer().isPresent() ? GONE_OF_CUSTOMER : GONE_OF_INSTALLATION;
                    case GateKey key -> GONE_GATE;
                };
        };
    }

    private static void key(DataOutputStream out, Row.Key which) throws IOException {
        switch (which) {
            case GateKey key -> out.write(key.digest());
            case RecordKey key -> {
                if (key.customer().isPresent()) {
                    out.write(key.customer().get());
                }
                name(out, key.kind());
                out.write(key.id().bytes());
            }
        }
    }

    private static RecordKey key(ByteBuffer in, boolean ofCustomer) {
        Optional<byte[]> customer = ofCustomer ? Optional.of(bytes(in, 32)) : Optional.empty();
        return new RecordKey(customer, name(in), Id128.of(bytes(in, 16)));
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        out.writeByte(name.length());
        out.write(name.getBytes(StandardCharsets.US_ASCII));
    }

    private static String name(ByteBuffer in) {
        return new String(bytes(in, Byte.toUnsignedInt(in.get())), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        if (count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / 1_000);
    }

    private static Instant time(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1_000);
    }

    private static SekishoException damaged(String what) {
        return new SekishoException(ErrorCode.RECORD_DAMAGED, "A row of a copy is damaged: " + what + ".");
    }
}
