package dev.sekisho.trust.restore;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.lake.LakeFill;
import dev.sekisho.lake.Lakes;
import dev.sekisho.records.RecordsDatabase;
import dev.sekisho.records.RecordsLoad;
import dev.sekisho.records.Row;
import dev.sekisho.records.RowCodec;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.Vaults;
import dev.sekisho.seal.copy.KeyCopyFile;
import dev.sekisho.seal.copy.KeyStoreRestore;
import dev.sekisho.trust.backup.Entry;
import dev.sekisho.trust.backup.LedgerInTargets;
import dev.sekisho.trust.backup.Manifest;
import dev.sekisho.trust.backup.RowsHash;
import dev.sekisho.trust.backup.SetNotes;
import dev.sekisho.trust.backup.SetReader;
import dev.sekisho.trust.backup.Target;
import dev.sekisho.trust.erasure.LedgerLines;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Brings a region back into empty folders and an empty database, from sets, copies of the key store and the root of the recovery kit.
 * The order makes a cut harmless: keys first (laid down only where nothing is), then the erasure ledger, which must reach as far as any
 * manifest of any target says it went, then files, and rows last. What it leaves is not served: the next start opens it like any other, and
 * applies the ledger before it answers anybody. A restore that was cut off is made again.
 */
public final class Restoration {
    private final RestorePlan plan;

    /** As planned. */
    public Restoration(RestorePlan plan) {
        this.plan = plan;
    }

    /**
     * Restores.
     *
     * @throws SekishoException {@code NOT_FOUND} if there is no such set or key copy, {@code LEDGER_CUT} if the ledger that the targets
     *     have ends before the one that a set was made with, {@code BACKUP_DAMAGED}, {@code BACKUP_UNAVAILABLE}, {@code KEY_COPY_DARK}
     *     and what keys, records and lake refuse
     */
    public Restored run() {
        try {
            Manifest wanted = unchecked();
            KeyStoreRestore.lay(
                    keyCopy(wanted.keyCopy()),
                    plan.rootFile(),
                    plan.vault().places(),
                    plan.vault().rootFile());
            try (Vault vault = Vaults.open(plan.vault())) {
                return run(vault, wanted);
            }
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.BACKUP_UNAVAILABLE,
                    "A target could not be read (" + e.getClass().getSimpleName()
                            + "); do the same again, or with another one.",
                    e);
        }
    }

    /** The newest manifest that is wanted, before anybody can check its tag: it only says which copy of the keys to take. */
    private Manifest unchecked() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        Target target = plan.targets().getFirst();
        for (Target.Listed listed : target.list(Target.SETS)) {
            try (InputStream in = target.get(listed.name())) {
                manifests.add(Manifest.parse(in.readAllBytes()));
            } catch (NoSuchFileException e) {
                continue;
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.BACKUP_DAMAGED) {
                    throw e;
                }
            }
        }
        manifests.sort(Comparator.comparingLong(Manifest::number));
        return PointInTime.choose(manifests, plan.at()).last();
    }

    private KeyCopyFile.Opened keyCopy(String name) throws IOException {
        SekishoException last = new SekishoException(
                ErrorCode.NOT_FOUND,
                "No place has the copy of the key store that was taken with the set (" + name
                        + "); check keys.dailyCopies.");
        for (KeyCopyPlace place : plan.keyCopies()) {
            try {
                return KeyCopyFile.open(place, name, plan.vault().region());
            } catch (SekishoException e) {
                last = e;
            }
        }
        throw last;
    }

    private Restored run(Vault vault, Manifest wanted) throws IOException {
        SetReader reader = new SetReader(plan.targets().getFirst(), vault.installation());
        PointInTime point = PointInTime.choose(reader.manifests(), plan.at());
        if (!point.last().set().equals(wanted.set())) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED,
                    "The newest manifest in question does not hold under the keys that it names; name an earlier time, or another"
                            + " target.");
        }
        long lines = ledger(vault);
        SetNotes full = reader.notes(point.full());
        SetNotes last = point.shipments().isEmpty() ? full : reader.notes(point.last());
        long bytes;
        long rows;
        // Both end when nothing has to be read any more: one that ended alone would refuse to be filled again.
        try (LakeFill fill = Lakes.fill(plan.lake())) {
            bytes = lake(fill, reader, point.last(), last);
            files(reader, point.last(), last);
            try (RecordsLoad load = RecordsDatabase.load(plan.records(), vault)) {
                rows(load, reader, point, full);
                fill.finish();
                rows = load.finish().rows();
            }
        }
        return new Restored(
                point.full().set(),
                point.last().number(),
                point.last().time(),
                point.shipments().size(),
                rows,
                last.segments().size(),
                bytes,
                last.missing(),
                lines);
    }

    private static void rows(RecordsLoad load, SetReader reader, PointInTime point, SetNotes full) throws IOException {
        RowsHash hash = new RowsHash();
        rows(reader, point.full(), full, row -> {
            hash.add(row);
            load.add(row);
        });
        if (!hash.hex().equals(full.records().sha256())
                || hash.rows() != full.records().rows()) {
            throw new SekishoException(
                    ErrorCode.BACKUP_DAMAGED,
                    "The rows of the set are not those that its notes count; take another set.");
        }
        String mark = full.mark();
        for (Manifest shipment : point.shipments()) {
            SetNotes notes = reader.notes(shipment);
            if (!notes.since().equals(mark)) {
                throw new SekishoException(
                        ErrorCode.BACKUP_DAMAGED,
                        "A shipment does not continue what is before it; name an earlier time, or another target.");
            }
            rows(reader, shipment, notes, load::apply);
            mark = notes.mark();
        }
    }

    /** Takes the erasure ledger's lines from whichever target has the most; refused if a manifest anywhere knows of more. */
    private long ledger(Vault vault) throws IOException {
        LedgerLines lines = LedgerLines.of(List.of());
        for (Target target : plan.targets()) {
            LedgerLines there = LedgerInTargets.read(target);
            lines = there.count() > lines.count() ? there : lines;
        }
        for (Target target : plan.targets()) {
            for (Manifest manifest : new SetReader(target, vault.installation()).manifests()) {
                lines.require(manifest.ledger());
            }
        }
        lines.writeTo(plan.ledgerFiles());
        return lines.count();
    }

    private static void rows(
            SetReader reader, Manifest manifest, SetNotes notes, java.util.function.Consumer<Row> target)
            throws IOException {
        try (InputStream in = new BufferedInputStream(reader.rows(manifest, notes), 1 << 16)) {
            for (Optional<Row> row = RowCodec.read(in); row.isPresent(); row = RowCodec.read(in)) {
                target.accept(row.get());
            }
        }
    }

    private static long lake(LakeFill fill, SetReader reader, Manifest manifest, SetNotes notes) throws IOException {
        Map<String, Entry> entries = SetReader.entries(manifest);
        long bytes = 0;
        for (Map.Entry<String, String> segment : notes.segments().entrySet()) {
            Entry entry = SetReader.require(entries, segment.getValue());
            try (InputStream in = reader.checked(entry)) {
                fill.put(segment.getKey(), in, entry.length());
            }
            bytes += entry.length();
        }
        for (Map.Entry<String, byte[]> file : reader.small(manifest, notes).entrySet()) {
            fill.put(file.getKey(), file.getValue());
        }
        return bytes;
    }

    private void files(SetReader reader, Manifest manifest, SetNotes notes) throws IOException {
        SortedMap<String, String> parts = notes.files();
        for (String part : parts.keySet()) {
            if (part.endsWith("#0")) {
                String name = part.substring(0, part.length() - 2);
                Path file = plan.files().resolve(name).normalize();
                if (!file.startsWith(plan.files().normalize())) {
                    throw new SekishoException(ErrorCode.BACKUP_DAMAGED, "A file of the set leads out of its folder.");
                }
                Files.createDirectories(file.resolveSibling(".").normalize());
                Files.write(file, reader.file(manifest, notes, name));
            }
        }
    }
}
