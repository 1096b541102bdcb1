package dev.sekisho.lake.segment;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the holds of one customer are kept: a sealed manifest a hold, {@code <hold>.hold}, bound to folder, hold and version, and
 * its segments beside it, {@code <hold>.<segment>.held}.
 */
public final class HoldStore {
    private static final String MANIFEST = ".hold";
    private static final String SEGMENT = ".held";
    private static final int MAGIC = 0x534B4831; // SKH1
    private static final SealedFile.Form<HoldManifest> FORM = new SealedFile.Form<>(
            MAGIC, "lake.hold", "legal hold", HoldManifest::version, HoldManifest::encode, HoldManifest::decode);

    private final LakeFiles files;
    private final SealedFile<HoldManifest> file;
    private final String folder;

    /** The holds in a customer's folder. */
    public HoldStore(LakeFiles files, RecordSealer sealer, String folder) {
        this.files = files;
        this.file = new SealedFile<>(files, sealer, FORM);
        this.folder = folder;
    }

    /** The hold that a file is of, by its name. */
    public static Optional<Id128> hold(String folder, String name) {
        if (!name.endsWith(MANIFEST) && !name.endsWith(SEGMENT)) {
            return Optional.empty();
        }
        int end = name.indexOf('.', folder.length() + 1);
        try {
            return Optional.of(Id128.parse(name.substring(folder.length() + 1, end)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The holds of which there is a manifest. */
    public List<Id128> holds() throws IOException {
        return files.list(folder).stream()
                .filter(name -> name.endsWith(MANIFEST))
                .map(name -> hold(folder, name))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Reads a hold's manifest; empty if there is none.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} if it is not what was written
     */
    public Optional<HoldManifest> read(Id128 hold) throws IOException {
        return file.read(name(hold), folder + "/" + hold);
    }

    /** Writes a hold's manifest in place of the one before; durable when this returns. */
    public void write(HoldManifest hold) throws IOException {
        file.write(name(hold.hold()), folder + "/" + hold.hold(), hold);
    }

    /** A hold's manifest as a file, sealed anew. */
    public byte[] bytes(HoldManifest hold) {
        return file.bytes(folder + "/" + hold.hold(), hold);
    }

    /** The file of a held segment. */
    public String name(Id128 hold, Id128 segment) {
        return folder + "/" + hold + "." + segment + SEGMENT;
    }

    /** Removes segments of a hold that its manifest does not list: what a crash left behind. */
    public void deleteUnlisted(HoldManifest hold) throws IOException {
        List<String> unlisted = new ArrayList<>(segments(hold.hold()));
        unlisted.removeAll(hold.segments().stream()
                .map(segment -> name(hold.hold(), segment.id()))
                .toList());
        for (String name : unlisted) {
            files.delete(name);
        }
    }

    /** Removes everything of a hold, its manifest last. */
    public void delete(Id128 hold) throws IOException {
        for (String name : segments(hold)) {
            files.delete(name);
        }
        files.delete(name(hold));
    }

    private List<String> segments(Id128 hold) throws IOException {
        return files.list(folder).stream()
                .filter(name -> name.startsWith(folder + "/" + hold + ".") && name.endsWith(SEGMENT))
                .toList();
    }

    /** The file of a hold's manifest. */
    public String name(Id128 hold) {
        return folder + "/" + hold + MANIFEST;
    }
}
