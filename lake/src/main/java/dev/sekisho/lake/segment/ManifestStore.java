package dev.sekisho.lake.segment;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.bytes.ByteReader;
import dev.sekisho.lake.bytes.ByteWriter;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.seal.RecordSealer;
import dev.sekisho.seal.RecordSealer.RecordContext;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where the manifests of one customer are kept: a file a day, sealed in parts, bound to folder, day and version. */
public final class ManifestStore {
    private static final String SUFFIX = ".manifest";
    private static final String DAMAGED = ".damaged";
    private static final int MAGIC = 0x534B4D31; // SKM1
    private static final int PART_BYTES = 1 << 20;
    private static final int MAX_PARTS = 1_000;

    private final LakeFiles files;
    private final RecordSealer sealer;
    private final String folder;

    /** The manifests in a customer's folder. */
    public ManifestStore(LakeFiles files, RecordSealer sealer, String folder) {
        this.files = files;
        this.sealer = sealer;
        this.folder = folder;
    }

    /** The days that have a manifest. */
    public List<LocalDate> days() throws IOException {
        return files.list(folder).stream()
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> day(folder, name))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The day of a manifest, also of one that was set aside, by its file's name; empty if the file is something else. */
    public static Optional<LocalDate> day(String folder, String file) {
        String name = file.endsWith(DAMAGED) ? file.substring(0, file.length() - DAMAGED.length()) : file;
        if (!name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(name.substring(folder.length() + 1, name.length() - SUFFIX.length())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The days whose manifest was found damaged and set aside: what their segments hold cannot be read. */
    public List<LocalDate> damagedDays() throws IOException {
        return files.list(folder).stream()
                .filter(name -> name.endsWith(SUFFIX + DAMAGED))
                .map(name -> day(folder, name))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Reads a day's manifest.
     *
     * @throws SekishoException {@code RECORD_DAMAGED} if it is not what was written, {@code KEY_DESTROYED} if its key is gone
     */
    public DayManifest read(LocalDate day) throws IOException {
        byte[] file = files.read(name(day));
        try {
            ByteReader in = new ByteReader(file);
            if (in.int32() != MAGIC) {
                throw new IllegalArgumentException("not a manifest");
            }
            long version = in.int64();
            int parts = in.count(MAX_PARTS);
            ByteWriter content = new ByteWriter();
            for (int part = 0; part < parts; part++) {
                content.write(sealer.open(context(day, part, parts, version), in.block()));
            }
            DayManifest manifest = DayManifest.decode(content.toBytes());
            if (!in.atEnd() || manifest.version() != version || !manifest.day().equals(day)) {
                throw new IllegalArgumentException("a manifest of another day or version");
            }
            return manifest;
        } catch (IllegalArgumentException e) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED, "the manifest of " + day + " is damaged; restore it from a backup", e);
        }
    }

    /** Writes a day's manifest in place of the one before; durable when this returns. */
    public void write(DayManifest manifest) throws IOException {
        files.replace(name(manifest.day()), bytes(manifest));
    }

    /** A day's manifest as a file, sealed anew. */
    public byte[] bytes(DayManifest manifest) {
        byte[] content = manifest.encode();
        int parts = (content.length + PART_BYTES - 1) / PART_BYTES;
        ByteWriter out = new ByteWriter();
        out.int32(MAGIC).int64(manifest.version()).varint(parts);
        for (int part = 0; part < parts; part++) {
            int start = part * PART_BYTES;
            byte[] plain = Arrays.copyOfRange(content, start, Math.min(start + PART_BYTES, content.length));
            out.block(sealer.seal(context(manifest.day(), part, parts, manifest.version()), plain));
        }
        return out.toBytes();
    }

    /** Sets a damaged manifest aside, for a restore: it is never overwritten. */
    public void setAside(LocalDate day) throws IOException {
        files.replace(name(day) + DAMAGED, files.read(name(day)));
        files.delete(name(day));
    }

    /** Removes a day's manifest, also one that was set aside. */
    public void delete(LocalDate day) throws IOException {
        files.delete(name(day) + DAMAGED);
        files.delete(name(day));
    }

    /** The file of a day's manifest. */
    public String name(LocalDate day) {
        return folder + "/" + day + SUFFIX;
    }

    /** The file of a day's manifest that was set aside. */
    public String damagedName(LocalDate day) {
        return name(day) + DAMAGED;
    }

    private RecordContext context(LocalDate day, int part, int parts, long version) {
        return new RecordContext("lake.manifest", folder + "/" + day + "/" + part + "/" + parts, version);
    }
}
