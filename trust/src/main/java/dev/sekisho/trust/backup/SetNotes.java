package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What only the installation reads of a set: where each object belongs, and what there must be when it was restored. Sealed in parts, as
 * records of the installation. Customers appear as keyed hashes.
 *
 * @param build the product that made it
 * @param since the mark that its rows are changes since; empty if they are all rows
 * @param mark where the changes of the records go on
 * @param segments objects by the segment's name in the lake
 * @param small where small files of the lake are, by name
 * @param rows objects with rows, in order
 * @param files objects by the name of a file beside: category lists
 * @param records how many rows by kind, and SHA-256 over them in order
 * @param events how many events by folder of a customer in the lake
 * @param missing segments and small files that the set should have and has not: their files were gone, or their customer's keys withdrawn
 * @param customers whom the questions were drawn from: keyed hashes, in order; nobody in a shipment
 * @param seed what the questions were drawn from
 * @param samples their answers
 */
public record SetNotes(
        String build,
        String since,
        String mark,
        SortedMap<String, String> segments,
        SortedMap<String, SmallFiles.Place> small,
        List<String> rows,
        SortedMap<String, String> files,
        Counted records,
        SortedMap<String, Long> events,
        int missing,
        List<String> customers,
        long seed,
        List<SampledQueries.Sample> samples) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TABLE = "backup-notes";
    private static final int PART_BYTES = 1 << 20;

    /**
     * Rows as they were written.
     *
     * @param rows how many
     * @param sha256 over their bytes, in hexadecimal digits
     */
    public record Counted(long rows, String sha256) {}

    byte[] seal(RecordSealer sealer, Id128 set, long number) {
        byte[] json = JSON.writeValueAsBytes(this);
        int parts = Math.max(1, (json.length + PART_BYTES - 1) / PART_BYTES);
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + parts * 64);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(parts).array());
        for (int part = 0; part < parts; part++) {
            byte[] plain = Arrays.copyOfRange(json, part * PART_BYTES, Math.min(json.length, (part + 1) * PART_BYTES));
            byte[] closed = sealer.seal(context(set, part, parts, number), plain);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(closed.length).array());
            out.writeBytes(closed);
        }
        return out.toByteArray();
    }

    /**
     * Opens the notes of a manifest.
     *
     * @throws SekishoException {@code BACKUP_DAMAGED}, or {@code KEY_UNKNOWN} where the installation's keys are another's
     */
    public static SetNotes open(RecordSealer sealer, Manifest manifest) {
        try {
            ByteBuffer in = ByteBuffer.wrap(manifest.notes());
            int parts = in.getInt();
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            for (int part = 0; part < parts; part++) {
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new IllegalArgumentException("a part that is longer than the notes");
                }
                byte[] closed = new byte[length];
                in.get(closed);
                json.writeBytes(sealer.open(context(manifest.set(), part, parts, manifest.number()), closed));
            }
            return JSON.readValue(json.toByteArray(), SetNotes.class);
        } catch (BufferUnderflowException | IllegalArgumentException | JacksonException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED, "The notes of a set are damaged; take another set or another target.", e);
        }
    }

    private static RecordContext context(Id128 set, int part, int parts, long number) {
        return new RecordContext(TABLE, Manifest.hex(set) + "/" + part + "/" + parts, number);
    }
}
