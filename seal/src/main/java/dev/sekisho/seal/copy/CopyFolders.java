package dev.sekisho.seal.copy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyCopies;
import dev.sekisho.seal.KeyCopy;
import dev.sekisho.seal.KeyCopyInfo;
import dev.sekisho.seal.KeyCopyPlace;
import dev.sekisho.seal.keys.Disk;
import dev.sekisho.seal.keys.Snapshot;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Copies of a key store in folders, each place with copy keys of its own. */
public final class CopyFolders implements KeyCopies {
    private final List<CopyPlace> places;
    private final Supplier<Snapshot> keys;
    private final Region region;
    private final UnitCipher cipher;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile String takeProblem = "";
    private volatile String expireProblem = "";

    /** What copies are made of and with. */
    public record Source(Supplier<Snapshot> keys, Region region, UnitCipher cipher, Disk disk, InstantSource clock) {}

    /**
     * Copies in these places.
     *
     * @param apart folders in and around which no copy and no copy key may lie: the places of the key store and the root file
     * @throws SekishoException {@code CONFIG_INVALID}
     */
    public CopyFolders(List<KeyCopyPlace> places, List<Path> apart, Source source) {
        requireApart(places, apart);
        this.places = places.stream()
                .map(place -> new CopyPlace(place, source.disk()))
                .toList();
        this.keys = source.keys();
        this.region = source.region();
        this.cipher = source.cipher();
        this.clock = source.clock();
    }

    private static void requireApart(List<KeyCopyPlace> places, List<Path> apart) {
        if (places.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "Copies of the key store need at least one place (keys.dailyCopies).");
        }
        List<Path> own = new ArrayList<>();
        for (KeyCopyPlace place : places) {
            own.add(real(place.copies()));
            own.add(real(place.keys()));
        }
        for (int i = 0; i < own.size(); i++) {
            Path folder = own.get(i);
            for (int j = 0; j < i; j++) {
                if (nested(folder, own.get(j))) {
                    throw new SekishoException(
                            ErrorCode.CONFIG_INVALID,
                            "Copies of the key store and their copy keys need folders apart from each other, not "
                                    + own.get(j) + " and " + folder + " (keys.dailyCopies).");
                }
            }
            for (Path other : apart) {
                if (nested(folder, real(other))) {
                    throw new SekishoException(
                            ErrorCode.CONFIG_INVALID,
                            "Copies of the key store and their copy keys lie apart from the key store, its root file and the home "
                                    + "folder, not in " + folder + " (keys.dailyCopies).");
                }
            }
        }
    }

    /** A path without links, as far as it exists. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        for (Path known = whole; known != null; known = known.getParent()) {
            try {
                return known.toRealPath().resolve(known.relativize(whole)).normalize();
            } catch (IOException notThereYet) {
                continue;
            }
        }
        return whole;
    }

    private static boolean nested(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    @Override
    public KeyCopy take() {
        writing.lock();
        try {
            Instant now = clock.instant();
            LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
            CopyName name = CopyName.at(now, random);
            Snapshot moment = keys.get();
            byte[] content = KeyCopyFile.content(moment);
            List<String> failed = new ArrayList<>();
            for (CopyPlace place : places) {
                try {
                    CopyKey key = place.key(day, random);
                    place.store(name, KeyCopyFile.seal(name.text(), now, region, moment, content, key, cipher, random));
                } catch (IOException | SekishoException e) {
                    failed.add(place.folders().copies() + " (" + CopyPlace.reason(e) + ")");
                }
            }
            takeProblem = failed.isEmpty() ? "" : "No copy of the key store was taken in: " + String.join("; ", failed);
            if (failed.size() == places.size()) {
                throw unavailable(
                        takeProblem + ". Make the folders of keys.dailyCopies writable; nothing else has changed.");
            }
            return new KeyCopy(name.text(), now, CopyKey.sha256(content, content.length));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void expire(Instant now, Set<String> named) {
        writing.lock();
        try {
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
            List<String> alive = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (CopyPlace place : places) {
                alive.addAll(place.destroyKeysBefore(CopyPlace.firstDay(today)));
                try {
                    place.thin(today, named);
                    missingKeys(place).forEach(found::add);
                } catch (IOException e) {
                    found.add("Old copies could not be removed from "
                            + place.folders().copies() + " (" + CopyPlace.reason(e) + ")");
                }
            }
            if (!alive.isEmpty()) {
                found.addFirst("Copy keys that should be gone are not destroyed: " + String.join("; ", alive));
            }
            expireProblem = String.join(". ", found);
            if (!alive.isEmpty()) {
                throw unavailable(
                        found.getFirst()
                                + ". What was erased since opens with them; make the folder writable, or destroy them by hand.");
            }
        } finally {
            writing.unlock();
        }
    }

    /** Copies that nothing opens although their eight days are not over: for example, the keys' folder is not mounted. */
    private static List<String> missingKeys(CopyPlace place) throws IOException {
        Set<LocalDate> without = new TreeSet<>();
        for (CopyName copy : place.copies()) {
            without.add(copy.day());
        }
        without.removeAll(place.keyDays());
        return without.stream()
                .map(day -> "The copy key of " + day + " is missing in "
                        + place.folders().keys() + ", so the copies of that day in "
                        + place.folders().copies() + " do not open")
                .toList();
    }

    @Override
    public List<KeyCopyInfo> list() {
        Map<CopyName, List<String>> having = new HashMap<>();
        Map<CopyName, List<String>> opening = new HashMap<>();
        List<String> unread = new ArrayList<>();
        for (CopyPlace place : places) {
            try {
                Set<LocalDate> days = place.keyDays();
                String folder = place.folders().copies().toString();
                for (CopyName copy : place.copies()) {
                    having.computeIfAbsent(copy, c -> new ArrayList<>()).add(folder);
                    if (days.contains(copy.day())) {
                        opening.computeIfAbsent(copy, c -> new ArrayList<>()).add(folder);
                    }
                }
            } catch (IOException e) {
                unread.add(
                        place.folders().copies() + " or " + place.folders().keys() + " (" + CopyPlace.reason(e) + ")");
            }
        }
        if (unread.size() == places.size()) {
            throw unavailable("No place of copies of the key store can be read: " + String.join("; ", unread)
                    + "; check keys.dailyCopies.");
        }
        return having.entrySet().stream()
                .map(copy -> new KeyCopyInfo(
                        copy.getKey().text(),
                        copy.getKey().time(),
                        copy.getValue(),
                        opening.getOrDefault(copy.getKey(), List.of())))
                .sorted(Comparator.comparing(KeyCopyInfo::name).reversed())
                .toList();
    }

    @Override
    public String problem() {
        String take = takeProblem;
        String expire = expireProblem;
        return take.isEmpty() || expire.isEmpty() ? take + expire : take + ". " + expire;
    }

    private static SekishoException unavailable(String text) {
        return new SekishoException(ErrorCode.KEY_COPY_UNAVAILABLE, text);
    }
}
