package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.InstallationVault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads sets with the installation's keys. Nothing is given out of an object before its tag was checked, or it is said afterwards. */
public final class SetReader {
    private final Target target;
    private final InstallationVault vault;
    private final Tags tags;
    private final SetVerifier verifier;

    /** Of a target, with the keys that its sets were made with. */
    public SetReader(Target target, InstallationVault vault) {
        this.target = target;
        this.vault = vault;
        this.tags = new Tags(vault.backupMac());
        this.verifier = SetVerifier.of(vault);
    }

    /** Every manifest whose tag holds, in order of number. */
    public List<Manifest> manifests() throws IOException {
        List<Manifest> good = new ArrayList<>();
        for (Target.Listed listed : target.list(Target.SETS)) {
            try (InputStream in = target.get(listed.name())) {
                Manifest manifest = Manifest.parse(in.readAllBytes());
                if (verifier.holds(manifest)) {
                    good.add(manifest);
                }
            } catch (NoSuchFileException e) {
                continue;
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.BACKUP_DAMAGED) {
                    throw e;
                }
            }
        }
        good.sort(Comparator.comparingLong(Manifest::number));
        return good;
    }

    /** The notes of a manifest. */
    public SetNotes notes(Manifest manifest) {
        return SetNotes.open(vault, manifest);
    }

    /** Objects of a manifest by their identifier in hexadecimal digits. */
    public static Map<String, Entry> entries(Manifest manifest) {
        return manifest.entries().stream()
                .collect(Collectors.toMap(entry -> Manifest.hex(entry.object()), Function.identity()));
    }

    /**
     * An object's bytes, which are worth nothing before the stream has ended: its end is where the tag is compared.
     *
     * @throws SekishoException {@code BACKUP_DAMAGED} if it is missing; the stream throws the same at its end if it is not what was
     *     written
     */
    public InputStream checked(Entry entry) throws IOException {
        try {
            return new CheckedObject(target.get(entry.name()), tags.tagger(entry), entry);
        } catch (NoSuchFileException e) {
            throw CheckedObject.damaged(entry);
        }
    }

    /** The rows of a set or shipment, one after the other; close it. */
    public InputStream rows(Manifest manifest, SetNotes notes) {
        Map<String, Entry> entries = entries(manifest);
        Iterator<String> names = notes.rows().iterator();
        Enumeration<InputStream> parts = new Enumeration<>() {
            private int number;

            @Override
            public boolean hasMoreElements() {
                return names.hasNext();
            }

            @Override
            public InputStream nextElement() {
                Entry entry = require(entries, names.next());
                return new java.io.ByteArrayInputStream(open(entry, RowChunks.context(manifest.set(), number++)));
            }
        };
        return new SequenceInputStream(parts);
    }

    /** The small files of a set or shipment, by name; each pack is read once. */
    public SortedMap<String, byte[]> small(Manifest manifest, SetNotes notes) {
        Map<String, Entry> entries = entries(manifest);
        SortedMap<String, byte[]> files = new TreeMap<>();
        Set<String> packs = new TreeSet<>();
        notes.small().values().forEach(place -> packs.add(place.pack()));
        for (String pack : packs) {
            byte[] opened = open(require(entries, pack), SmallFiles.context(object(pack)));
            SmallFiles.unpack(opened).forEach((name, bytes) -> {
                SmallFiles.Place place = notes.small().get(name);
                if (place != null && place.pack().equals(pack)) {
                    files.put(name, bytes);
                }
            });
        }
        if (files.size() != notes.small().size()) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED, "A pack of small files has not what the notes of its set say.");
        }
        return files;
    }

    /** A file beside, by its parts. */
    public byte[] file(Manifest manifest, SetNotes notes, String name) {
        Map<String, Entry> entries = entries(manifest);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String object = notes.files().get(name + "#0");
        for (int part = 1; object != null; part++) {
            Entry entry = require(entries, object);
            out.writeBytes(open(entry, FilesBeside.context(entry.object())));
            object = notes.files().get(name + "#" + part);
        }
        return out.toByteArray();
    }

    private byte[] open(Entry entry, dev.sekisho.seal.RecordSealer.RecordContext context) {
        try {
            try (InputStream in = checked(entry)) {
                return vault.open(context, in.readAllBytes());
            }
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_UNAVAILABLE, "A target of backups could not be read; try again.", e);
        }
    }

    /** The entry that notes name. */
    public static Entry require(Map<String, Entry> entries, String object) {
        Entry entry = entries.get(object);
        if (entry == null) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED, "The notes of a set name an object that its manifest does not list.");
        }
        return entry;
    }

    /** The identifier of an object, from its form in notes. */
    static Id128 object(String hex) {
        return Id128.of(HexFormat.of().parseHex(hex));
    }
}
