package dev.sekisho.trust.backup;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.Capture;
import dev.sekisho.lake.LakeCopy;
import dev.sekisho.lake.SegmentFile;
import dev.sekisho.lake.SmallFile;
import dev.sekisho.records.Mark;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.KeyCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a set while everything runs. The bulk of the segments is copied first, without holding anything; then, while a capture keeps
 * what it lists from being destroyed, what is left: segments that came meanwhile, small files, rows in one snapshot, and last the copy of
 * the key store, so that it has every key that the set needs. A target that fails is left out; the manifest is each target's last
 * object, so that a set is there as a whole or not at all.
 */
final class SetMaker {
    private static final int ID_BYTES = 16;

    private final BackupOptions options;
    private final InstallationVault vault;
    private final Tags tags;
    private final SetVerifier verifier;
    private final FilesBeside files;
    private final SecureRandom random = new SecureRandom();

    SetMaker(BackupOptions options) {
        this.options = options;
        this.vault = options.vault().installation();
        this.tags = new Tags(vault.backupMac());
        this.verifier = SetVerifier.of(vault);
        this.files = new FilesBeside(options.files(), vault, random);
    }

    /**
     * A set that was made.
     *
     * @param set its identifier
     * @param number its number
     * @param time when it was captured
     * @param shipment whether it only continues a full set
     * @param objects how many objects it has
     * @param bytes of all its objects
     * @param heads the manifest in each target that has it, by the target's name
     * @param written bytes that had to be put, of all targets
     * @param missing files of the lake that it should have and has not
     * @param failures what failed, by the target's name
     * @param next where the next shipment goes on
     */
    record Made(
            Id128 set,
            long number,
            Instant time,
            boolean shipment,
            int objects,
            long bytes,
            Map<String, SetVerifier.Head> heads,
            long written,
            int missing,
            Map<String, String> failures,
            Base next) {}

    /**
     * Where a shipment goes on.
     *
     * @param set the full set
     * @param mark of the set or shipment before
     * @param small where it has small files
     */
    record Base(Id128 set, Mark mark, SortedMap<String, SmallFiles.Place> small) {}

    /** One making: where objects go and which belong to the set. */
    private record Making(Id128 set, List<Shelf> shelves, Set<Id128> parts) {
        void add(Id128 object, Entry.Kind kind, Target.Body body) {
            parts.add(object);
            shelves.forEach(shelf -> shelf.add(object, kind, body));
        }
    }

    /**
     * Makes a set in every target that takes it.
     *
     * @param base what a shipment follows; empty for a full set
     * @throws SekishoException {@code BACKUP_UNAVAILABLE} if no target took it, and whatever the region itself fails with
     */
    Made make(Optional<Base> base) {
        List<Shelf> shelves = options.targets().stream()
                .map(target -> Shelf.of(target, tags, verifier))
                .toList();
        Making making = new Making(Id128.random(random), shelves, new HashSet<>());
        LakeCopy lake = options.lake().copy();
        copyAhead(lake, making);
        try (Capture capture = lake.capture()) {
            return captured(making, lake, capture, base);
        } catch (IOException | UncheckedIOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "What a set is made of could not be read (" + e.getClass().getSimpleName()
                            + "); it is tried again.",
                    e);
        }
    }

    /** Where the newest set of any target ended, for a process that made none itself. */
    Optional<Base> lastBase() {
        Optional<Manifest> newest = options.targets().stream()
                .map(target -> Shelf.of(target, tags, verifier))
                .flatMap(shelf -> shelf.last().stream())
                .max(Comparator.comparingLong(Manifest::number));
        return newest.map(manifest -> {
            SetNotes notes = SetNotes.open(vault, manifest);
            return new Base(manifest.base().orElse(manifest.set()), new Mark(notes.mark()), notes.small());
        });
    }

    private Made captured(Making making, LakeCopy lake, Capture capture, Optional<Base> base) throws IOException {
        Instant time = capture.time().truncatedTo(ChronoUnit.MILLIS);
        SortedMap<String, String> segments = new TreeMap<>();
        int missing = segments(making, lake, capture, segments);
        SmallFiles small = new SmallFiles(
                vault,
                base.map(Base::small).orElseGet(TreeMap::new),
                (object, closed) -> making.add(object, Entry.Kind.LAKE_FILES, Target.Body.of(closed)));
        for (SmallFile file : capture.small()) {
            small.add(file, random);
        }
        small.flush(random);
        small.places().values().forEach(place -> making.parts().add(SetReader.object(place.pack())));
        SortedMap<String, String> beside = files.add(making.shelves(), making.parts());
        RowChunks chunks = new RowChunks(vault, making.set(), closed -> {
            Id128 object = Id128.random(random);
            making.add(object, Entry.Kind.ROWS, Target.Body.of(closed));
            return object;
        });
        Mark mark = base.isPresent()
                ? options.records().copy().changes(base.get().mark(), chunks)
                : options.records().copy().snapshot(chunks);
        SetNotes.Counted counted = chunks.end();
        long seed = random.nextLong();
        SampledQueries queries = new SampledQueries(vault);
        List<CustomerScope> scopes =
                base.isPresent() ? List.of() : options.scopes().get();
        List<SampledQueries.Sample> samples = queries.ask(seed, time, scopes, capture::frozen);
        KeyCopy keys = options.keyCopies().take();
        capture.check();
        SetNotes notes = new SetNotes(
                options.build(),
                base.map(Base::mark).map(Mark::text).orElse(""),
                mark.text(),
                segments,
                small.places(),
                chunks.names(),
                beside,
                counted,
                events(capture),
                missing + small.withdrawn(),
                scopes.stream().map(queries::handle).sorted().toList(),
                seed,
                samples);
        Base next = new Base(base.map(Base::set).orElse(making.set()), mark, small.places());
        return write(making, new Header(time, base.map(Base::set), keys.name()), notes, next);
    }

    private record Header(Instant time, Optional<Id128> base, String keyCopy) {}

    private void copyAhead(LakeCopy lake, Making making) {
        for (String name : lake.segments()) {
            try {
                making.add(object(name), Entry.Kind.SEGMENT, new LakeBody(lake, name));
            } catch (SekishoException e) {
                // Replaced since it was listed, or damaged: what is to be said about that, the capture's turn says.
                continue;
            }
        }
        making.parts().clear();
    }

    /** The capture's segments; answers how many of them are not there although they should be. */
    private int segments(Making making, LakeCopy lake, Capture capture, SortedMap<String, String> names) {
        int missing = 0;
        for (SegmentFile segment : capture.segments()) {
            Id128 object = object(segment.name());
            try {
                making.add(object, Entry.Kind.SEGMENT, new LakeBody(lake, segment.name()));
                names.put(segment.name(), Manifest.hex(object));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.SEGMENT_DAMAGED) {
                    throw e;
                }
                // Damage in one segment must not keep everything else from being backed up; it is counted and shown.
                making.parts().remove(object);
                missing++;
            }
        }
        return missing;
    }

    private static SortedMap<String, Long> events(Capture capture) {
        SortedMap<String, Long> counts = new TreeMap<>();
        for (Map.Entry<String, SortedMap<LocalDate, Long>> customer :
                capture.days().entrySet()) {
            counts.put(
                    customer.getKey(),
                    customer.getValue().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
        return counts;
    }

    private Made write(Making making, Header header, SetNotes notes, Base next) {
        long number = making.shelves().stream()
                        .flatMap(shelf -> shelf.last().stream())
                        .mapToLong(Manifest::number)
                        .max()
                        .orElse(0)
                + 1;
        byte[] closed = notes.seal(vault, making.set(), number);
        Map<String, SetVerifier.Head> heads = new TreeMap<>();
        Map<String, String> failures = new TreeMap<>();
        int objects = 0;
        long bytes = 0;
        for (Shelf shelf : making.shelves()) {
            String name = shelf.target().name();
            Manifest manifest = manifest(making, shelf, header, number, closed);
            if (shelf.put(manifest, making.parts().size())) {
                heads.put(name, new SetVerifier.Head(number, manifest.hash()));
                objects = manifest.entries().size();
                bytes = manifest.bytes();
            }
            shelf.failure().ifPresent(e -> failures.put(name, e.getClass().getSimpleName()));
        }
        if (heads.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.BACKUP_UNAVAILABLE,
                    "No target took the set " + failures + "; check the places in backup.targets.");
        }
        return new Made(
                making.set(),
                number,
                header.time(),
                header.base().isPresent(),
                objects,
                bytes,
                heads,
                making.shelves().stream().mapToLong(Shelf::written).sum(),
                notes.missing(),
                failures,
                next);
    }

    private Manifest manifest(Making making, Shelf shelf, Header header, long number, byte[] notes) {
        Manifest untagged = new Manifest(
                options.region().name(),
                vault.backupMac().version(),
                making.set(),
                number,
                header.time(),
                header.base(),
                shelf.last().map(Manifest::hash).orElseGet(Manifest::beginning),
                header.keyCopy(),
                options.ledger().get(),
                shelf.entries(making.parts()),
                notes,
                new byte[Manifest.TAG_BYTES],
                new byte[Manifest.SIGNATURE_BYTES]);
        Manifest tagged = untagged.withTag(tags.manifest(untagged));
        return tagged.withSignature(vault.sign(Manifest.PURPOSE, tagged.signed()));
    }

    /** The same for the same name in every set, and nothing to whoever has not the installation's key. */
    private Id128 object(String name) {
        byte[] hash = vault.mac("backup-object", name.getBytes(StandardCharsets.UTF_8));
        return Id128.of(Arrays.copyOf(hash, ID_BYTES));
    }
}
