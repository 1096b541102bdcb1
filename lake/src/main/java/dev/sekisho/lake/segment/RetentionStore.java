package dev.sekisho.lake.segment;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Where the retention of one customer is kept: one sealed file in its folder, bound to folder and version. */
public final class RetentionStore {
    private static final String NAME = "/retention";
    private static final int MAGIC = 0x534B5231; // SKR1

    private final LakeFiles files;
    private final RecordSealer sealer;
    private final String folder;

    /** The retention in a customer's folder. */
    public RetentionStore(LakeFiles files, RecordSealer sealer, String folder) {
        this.files = files;
        this.sealer = sealer;
        this.folder = folder;
    }

    /**
     * Reads it; {@link Retention#unknown} if it was never written.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if it is not what was written
     */
    public Retention read() throws IOException {
        byte[] file;
        try {
            file = files.read(folder + NAME);
        } catch (NoSuchFileException e) {
            return Retention.unknown();
        }
        try {
            ByteReader in = new ByteReader(file);
            if (in.int32() != MAGIC) {
                throw new IllegalArgumentException("not a retention");
            }
            long version = in.int64();
            Retention retention = Retention.decode(sealer.open(context(version), in.block()));
            if (!in.atEnd() || retention.version() != version) {
                throw new IllegalArgumentException("a retention of another version");
            }
            return retention;
        } catch (IllegalArgumentException e) {
            throw new SekishoException(ErrorCode.RECORD_DAMAGED, "a customer's retention is damaged", e);
        }
    }

    /** Writes it in place of the one before; durable when this returns. */
    public void write(Retention retention) throws IOException {
        byte[] sealed = sealer.seal(context(retention.version()), retention.encode());
        files.replace(
                folder + NAME,
                new ByteWriter()
                        .int32(MAGIC)
                        .int64(retention.version())
                        .block(sealed)
                        .toBytes());
    }

    private RecordContext context(long version) {
        return new RecordContext("lake.retention", folder, version);
    }
}
