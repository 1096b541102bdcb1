package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Small files of the lake in packs of about a mebibyte, each sealed as a record of the installation: thousands of objects would cost a
 * target more than their bytes. A file's stamp, its form and version in the clear, tells whether it changed since another set.
 */
final class SmallFiles {
    private static final String TABLE = "backup-small";
    private static final int PACK_BYTES = 1 << 20;
    private static final int STAMP_BYTES = 12;

    private final RecordSealer sealer;
    private final Sink sink;
    private final SortedMap<String, Place> before;
    private final SortedMap<String, Place> places = new TreeMap<>();
    private final SortedMap<String, String> waiting = new TreeMap<>();
    private final ByteArrayOutputStream pack = new ByteArrayOutputStream(PACK_BYTES + (64 << 10));
    private int withdrawn;

    /** Takes a sealed pack under the identifier that it was sealed with. */
    interface Sink {
        void put(Id128 object, byte[] closed) throws IOException;
    }

    /**
     * Where a file is.
     *
     * @param pack the object, in hexadecimal digits
     * @param stamp what tells its version
     */
    record Place(String pack, String stamp) {}

    /** @param before where the set or shipment before has files; what did not change since stays there */
    SmallFiles(RecordSealer sealer, SortedMap<String, Place> before, Sink sink) {
        this.sealer = sealer;
        this.before = before;
        this.sink = sink;
    }

    /** Adds a file, unless it has not changed. */
    void add(SmallFile file, java.security.SecureRandom random) throws IOException {
        byte[] bytes;
        try {
            bytes = file.bytes();
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_WITHDRAWN) {
                withdrawn++;
                return;
            }
            if (e.code() == ErrorCode.KEY_DESTROYED) {
                return;
            }
            throw e;
        }
        String stamp = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, STAMP_BYTES));
        Place known = before.get(file.name());
        if (known != null && known.stamp().equals(stamp)) {
            places.put(file.name(), known);
            return;
        }
        byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
        pack.writeBytes(ByteBuffer.allocate(2 + 4)
                .putShort((short) name.length)
                .putInt(bytes.length)
                .array());
        pack.writeBytes(name);
        pack.writeBytes(bytes);
        waiting.put(file.name(), stamp);
        if (pack.size() >= PACK_BYTES) {
            flush(random);
        }
    }

    /** Ends the last pack. */
    void flush(java.security.SecureRandom random) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        Id128 object = Id128.random(random);
        sink.put(object, sealer.seal(context(object), pack.toByteArray()));
        waiting.forEach((name, stamp) -> places.put(name, new Place(Manifest.hex(object), stamp)));
        waiting.clear();
        pack.reset();
    }

    /** Where each file is. */
    SortedMap<String, Place> places() {
        return places;
    }

    /** Files left out because their customer's key service gives nothing. */
    int withdrawn() {
        return withdrawn;
    }

    static RecordContext context(Id128 object) {
        return new RecordContext(TABLE, Manifest.hex(object), 0);
    }

    /** The files of an opened pack, by name. */
    static SortedMap<String, byte[]> unpack(byte[] opened) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(opened);
        try {
            while (in.hasRemaining()) {
                byte[] name = new byte[Short.toUnsignedInt(in.getShort())];
                int length = in.getInt();
                in.get(name);
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("a file that is longer than its pack");
                }
                byte[] bytes = Arrays.copyOfRange(opened, in.position(), in.position() + length);
                in.position(in.position() + length);
                files.put(new String(name, StandardCharsets.UTF_8), bytes);
            }
            return files;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new SekishoException(ErrorCode.BACKUP_DAMAGED, "A pack of small files of a set is damaged.", e);
        }
    }
}
