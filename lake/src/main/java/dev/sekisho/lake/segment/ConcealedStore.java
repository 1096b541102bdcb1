package dev.sekisho.lake.segment;

import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import java.io.IOException;

/** Where the list of concealed persons of one customer is kept: one sealed file in its folder, bound to folder and version. */
public final class ConcealedStore {
    private static final String NAME = "/concealed";
    private static final int MAGIC = 0x534B4331; // SKC1
    private static final SealedFile.Form<Concealed> FORM = new SealedFile.Form<>(
            MAGIC,
            "lake.concealed",
            "list of concealed persons",
            Concealed::version,
            Concealed::encode,
            Concealed::decode);

    private final SealedFile<Concealed> file;
    private final String folder;

    /** The list in a customer's folder. */
    public ConcealedStore(LakeFiles files, RecordSealer sealer, String folder) {
        this.file = new SealedFile<>(files, sealer, FORM);
        this.folder = folder;
    }

    /**
     * Reads it; nobody if it was never written.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} if it is not what was written
     */
    public Concealed read() throws IOException {
        return file.read(folder + NAME, folder).orElseGet(Concealed::nobody);
    }

    /** Writes it in place of the one before; durable when this returns. */
    public void write(Concealed concealed) throws IOException {
        file.write(folder + NAME, folder, concealed);
    }

    /** The file. */
    public String name() {
        return folder + NAME;
    }

    /** What would be written, sealed anew. */
    public byte[] bytes(Concealed concealed) {
        return file.bytes(folder, concealed);
    }
}
