package dev.sekisho.lake.segment;

import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import java.io.IOException;

/** Where the retention of one customer is kept: one sealed file in its folder, bound to folder and version. */
public final class RetentionStore {
    private static final String NAME = "/retention";
    private static final int MAGIC = 0x534B5231; // SKR1
    private static final SealedFile.Form<Retention> FORM = new SealedFile.Form<>(
            MAGIC, "lake.retention", "retention", Retention::version, Retention::encode, Retention::decode);

    private final SealedFile<Retention> file;
    private final String folder;

    /** The retention in a customer's folder. */
    public RetentionStore(LakeFiles files, RecordSealer sealer, String folder) {
        this.file = new SealedFile<>(files, sealer, FORM);
        this.folder = folder;
    }

    /**
     * Reads it; {@link Retention#unknown} if it was never written.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if it is not what was written
     */
    public Retention read() throws IOException {
        return file.read(folder + NAME, folder).orElseGet(Retention::unknown);
    }

    /** Writes it in place of the one before; durable when this returns. */
    public void write(Retention retention) throws IOException {
        file.write(folder + NAME, folder, retention);
    }

    /** The file. */
    public String name() {
        return folder + NAME;
    }

    /** What would be written, sealed anew. */
    public byte[] bytes(Retention retention) {
        return file.bytes(folder, retention);
    }
}
