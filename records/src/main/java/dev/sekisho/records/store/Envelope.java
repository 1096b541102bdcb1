package dev.sekisho.records.store;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is sealed as one: the values that a record is indexed by, so that it can be indexed anew when an index key is rotated, and
 * the payload. Form: a byte with the number of indexes; of each, label and value in modified UTF-8 (two bytes of length); the
 * payload.
 */
record Envelope(Map<String, String> indexes, byte[] payload) {
    private static final int MAX_INDEXES = 16;

    byte[] bytes() {
        if (indexes.size() > MAX_INDEXES) {
            throw new IllegalArgumentException("a record has at most " + MAX_INDEXES + " indexes");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 64);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(indexes.size());
            for (Map.Entry<String, String> index : new TreeMap<>(indexes).entrySet()) {
                out.writeUTF(index.getKey());
                out.writeUTF(index.getValue());
            }
            out.write(payload);
        } catch (IOException e) {
            throw new IllegalArgumentException("an indexed value is longer than 65,535 bytes", e);
        }
        return bytes.toByteArray();
    }

    static Envelope read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Map<String, String> indexes = new TreeMap<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                indexes.put(in.readUTF(), in.readUTF());
            }
            return new Envelope(indexes, in.readAllBytes());
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "A record has a form that is not understood.", e);
        }
    }

    @Override
    public String toString() {
        return "envelope";
    }
}
