package dev.sekisho.lake.log;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.CustomerVault;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The log that is being written: frames of all customers, each sealed under a key of its customer and this log. For one thread. A
 * log that failed to write is given up; the next one starts with the frames that it could not confirm.
 */
public final class LogFile implements Closeable {
    /** The folder of logs. */
    public static final String FOLDER = "log";

    private final long sequence;
    private final String node;
    private final LakeFiles.Appender file;
    private final Map<CustomerVault, Keyed> keys = new HashMap<>();
    private final ByteWriter group = new ByteWriter();
    private long bytes;

    private LogFile(long sequence, String node, LakeFiles.Appender file) {
        this.sequence = sequence;
        this.node = node;
        this.file = file;
    }

    /** A customer's key in this log, and how many frames it has sealed. */
    private static final class Keyed {
        final CustomerVault.LogKey key;
        long frames;

        Keyed(CustomerVault.LogKey key) {
            this.key = key;
        }
    }

    /**
     * Starts a log.
     *
     * @param sequence its number: logs are replayed in this order
     * @param node the name of the machine, bound into every frame
     */
    public static LogFile start(LakeFiles files, long sequence, String node) throws IOException {
        return new LogFile(sequence, node, files.append(name(sequence)));
    }

    /** The file of a log. */
    public static String name(long sequence) {
        return FOLDER + "/" + String.format(Locale.ROOT, "%016x", sequence);
    }

    /** The number in a log's file name. */
    static long sequence(String name) {
        return Long.parseUnsignedLong(name.substring(FOLDER.length() + 1), 16);
    }

    /** Its number. */
    public long sequence() {
        return sequence;
    }

    /** Bytes written. */
    public long bytes() {
        return bytes;
    }

    /** The log keys that it used. */
    public Map<Id128, CustomerVault> keys() {
        Map<Id128, CustomerVault> used = new LinkedHashMap<>();
        keys.forEach((vault, keyed) -> used.put(keyed.key.id(), vault));
        return used;
    }

    /**
     * Seals a frame and puts it to the group that {@link #commit} writes.
     *
     * @throws dev.sekisho.kernel.error.SekishoException if the customer's keys are gone or the key store cannot be written; then
     *     the frame is not in the group
     */
    public void add(CustomerVault vault, Frame frame) {
        Keyed keyed = keys.get(vault);
        if (keyed == null) {
            keyed = new Keyed(vault.newLogKey());
            keys.put(vault, keyed);
        }
        byte[] content = frame.encode(sequence, node);
        long number = keyed.frames++;
        byte[] sealed = keyed.key.seal(number, content, 0, content.length);
        FrameHeader header = new FrameHeader(sealed.length, frame.rows(), number, keyed.key.id());
        header.writeTo(group);
        group.write(sealed);
        group.write(new byte[header.paddedBytes() - FrameHeader.BYTES - sealed.length]);
    }

    /** Writes the group: every frame in it is durable when this returns. */
    public void commit() throws IOException {
        file.write(group.array(), 0, group.size());
        file.force();
        bytes += group.size();
        group.clear();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
