package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyService;
import dev.sekisho.seal.xts.UnitCipher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

/**
 * Opens a key store, making it at the first start. The root file is the last thing that a first start writes: until then it is
 * called {@code .setup}, and a start that was cut off begins anew, because nothing was sealed yet. A change of the root that was
 * cut off is finished here ({@link RootMove}).
 */
public final class KeyStoreOpener {
    private static final int DRAWERS = 64;
    private static final Set<PosixFilePermission> NOT_FOR_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /** A virtual thread a write: they live no longer than it and need no closing. */
    private static final Executor WRITERS =
            task -> Thread.ofVirtual().name("key-store-writer").start(task);

    private final Region region;
    private final List<Place> places;
    private final Path rootFile;
    private final RootFile roots;
    private final Access access;
    private final UnitCipher cipher;
    private final Disk disk;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * How the root is reached, and what the opener may do.
     *
     * @param passphrase of a root in a file
     * @param service of a root in a key service
     * @param mayCreate whether a first start may make a key store; not where there is other data that it must belong to
     * @param moving whether the root may be elsewhere than the configuration says, because it is about to be moved
     */
    public record Access(
            Optional<char[]> passphrase, Optional<KeyService> service, boolean mayCreate, boolean moving) {}

    /** An opener of a key store whose root is in a file. */
    public KeyStoreOpener(
            Region region,
            List<Path> folders,
            Path rootFile,
            Optional<char[]> passphrase,
            UnitCipher cipher,
            Disk disk,
            InstantSource clock) {
        this(region, folders, rootFile, new Access(passphrase, Optional.empty(), true, false), cipher, disk, clock);
    }

    /**
     * An opener.
     *
     * @param folders the places, at least two
     * @param rootFile the root file, in none of them
     */
    public KeyStoreOpener(
            Region region,
            List<Path> folders,
            Path rootFile,
            Access access,
            UnitCipher cipher,
            Disk disk,
            InstantSource clock) {
        this.region = region;
        this.places = folders.stream().map(Place::new).toList();
        this.rootFile = rootFile;
        this.access = access;
        this.cipher = cipher;
        this.disk = disk;
        this.clock = clock;
        this.random = new SecureRandom();
        this.roots = new RootFile(access.passphrase(), access.service(), cipher, random);
    }

    /**
     * Opens or makes the key store.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} (in use, or the root does not fit), {@code KEY_STORE_DAMAGED} (no
     *     place is good), {@code KEY_SERVICE_UNAVAILABLE} or {@code CONFIG_INVALID}
     */
    public KeyStore open() {
        try {
            claim();
            if (read(rootFile).isEmpty()) {
                create();
            }
            requirePrivate();
            byte[] file = read(rootFile).orElseThrow(() -> RootKey.unavailable("The root file vanished."));
            RootMove move = new RootMove(rootFile, roots, disk, cipher, random);
            List<RootKeys> candidates = move.candidates(file);
            if (!access.moving() && RootFile.where(file) != roots.first() && candidates.size() < 2) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "The root of this key store is in its root file, but the configuration names a key service; move it there "
                                + "with: sekisho keys rotate-root --to vault");
            }
            return load(candidates, move);
        } catch (IOException e) {
            release();
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "The key store cannot be read or written (" + e.getClass().getSimpleName()
                            + "); check the folders in " + "keys.copies and the root file's folder.",
                    e);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /** Whoever may read the root file may read everything, and whoever may write it may take everything away. */
    private void requirePrivate() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(rootFile, PosixFileAttributeView.class);
        if (view != null && !Collections.disjoint(view.readAttributes().permissions(), NOT_FOR_OTHERS)) {
            throw RootKey.unavailable(
                    "Other users of this machine may read or write the root file; close it with: chmod 600 "
                            + rootFile);
        }
    }

    private void release() {
        places.forEach(Place::release);
    }

    private void claim() throws IOException {
        for (Place place : places) {
            try {
                place.claim(disk);
            } catch (Disk.InUseException e) {
                throw new SekishoException(
                        ErrorCode.KEY_STORE_UNAVAILABLE,
                        "The key store in " + place.folder() + " is in use by another process; stop that one first.",
                        e);
            } catch (IOException e) {
                // A place that is away is a matter for health, unless all are.
                place.headBehind(e);
            }
        }
    }

    private Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(disk.read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void create() throws IOException {
        Path setup = rootFile.resolveSibling(rootFile.getFileName() + ".setup");
        boolean cutOff = read(setup).isPresent();
        for (Place place : places) {
            for (String name : disk.names(place.folder())) {
                if (name.endsWith(".keys") || name.endsWith(".fresh")) {
                    if (!cutOff) {
                        throw RootKey.unavailable(
                                "The root file is missing, but " + place.folder()
                                        + " holds keys; restore the root file from the recovery kit. Without it nothing opens.");
                    }
                    disk.delete(place.file(name));
                }
            }
        }
        if (!access.mayCreate()) {
            throw RootKey.unavailable("There is neither a root file (" + rootFile
                    + ") nor a key store, but there is data that they belong to; restore "
                    + "both from the recovery kit and a copy. A new key store would open nothing of it.");
        }
        Path folder = rootFile.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        byte[] rootBytes = roots.create(roots.first());
        RootKeys root = roots.open(rootBytes);
        Head head = Head.create(DRAWERS, random);
        byte[] headBytes = head.seal(root, region);
        disk.write(setup, rootBytes);
        writeEmptyDrawers(new DrawerFile(cipher, region, head.region(), random));
        for (Place place : places) {
            disk.write(place.freshFile(Head.FILE), headBytes);
            disk.replace(place.freshFile(Head.FILE), place.file(Head.FILE), 0);
        }
        disk.replace(setup, rootFile, 0);
    }

    /** All at once: a disk forces many files in little more than the time of one. */
    private void writeEmptyDrawers(DrawerFile format) throws IOException {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        for (int drawer = 0; drawer < DRAWERS; drawer++) {
            byte[] file = format.write(drawer, clock.millis(), Map.of()).file();
            for (Place place : places) {
                Path target = place.file(DrawerFile.name(drawer));
                writes.add(CompletableFuture.runAsync(() -> writeUnchecked(target, file), WRITERS));
            }
        }
        try {
            CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failed) {
                throw failed.getCause();
            }
            throw e;
        }
    }

    private void writeUnchecked(Path target, byte[] file) {
        try {
            disk.write(target, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private KeyStore load(List<RootKeys> candidates, RootMove move) throws IOException {
        Found found = head(candidates);
        Head head = found.head();
        RegionKeys keys = new RegionKeys(cipher, region, head.region(), head.before(), random);
        DrawerFile format = new DrawerFile(cipher, region, keys, random);
        Heads heads = new Heads(places, disk, region, head, candidates.getLast(), found.file());
        Recovery recovery = new Recovery(format, disk, places);
        List<Drawer> drawers = new ArrayList<>();
        IntStream.range(0, head.drawers()).forEach(number -> {
            Drawer drawer = new Drawer(number, format, disk, places, clock, WRITERS);
            recovery.load(number, drawer);
            drawers.add(drawer);
        });
        heads.repair();
        move.finish(heads, candidates.size() > 1);
        return new KeyStore(keys, format, drawers, places, heads, move, random);
    }

    /** A head and the bytes that it was read from. */
    private record Found(Head head, byte[] file) {
        long generation() {
            return head.generation();
        }
    }

    /** The newest head of the places; a place without it is marked. */
    private Found head(List<RootKeys> candidates) throws IOException {
        Map<Place, Found> good = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        List<Place> strangers = new ArrayList<>();
        for (Place place : places) {
            try {
                byte[] file = disk.read(place.file(Head.FILE));
                good.put(place, new Found(Head.open(file, candidates, region), file));
            } catch (IOException e) {
                place.headBehind(e instanceof NoSuchFileException ? new IOException("it was empty") : e);
                faults.add(place.folder() + ": "
                        + (e instanceof NoSuchFileException ? "holds no key store" : Place.describe(e)));
            } catch (SekishoException e) {
                if (e.code() == ErrorCode.KEY_STORE_UNAVAILABLE) {
                    strangers.add(place);
                    faults.add(place.folder() + ": under another root");
                } else if (e.code() == ErrorCode.KEY_STORE_DAMAGED) {
                    faults.add(place.folder() + ": head damaged");
                } else {
                    throw e;
                }
                place.headBehind(e);
            }
        }
        if (good.isEmpty()) {
            throw strangers.isEmpty() ? lost(faults) : RootKey.wrong();
        }
        Found newest = good.values().stream()
                .max(Comparator.comparingLong(Found::generation))
                .orElseThrow();
        for (Place place : strangers) {
            // A place that was away while the root was replaced still names its store; one of another installation does
            // not.
            requireSameStore(
                    newest.head(),
                    Head.claimedStore(disk.read(place.file(Head.FILE))).orElseThrow(RootKey::wrong));
        }
        good.forEach((place, found) -> {
            requireSameStore(newest.head(), found.head().storeId());
            if (found.generation() < newest.generation()) {
                place.headBehind(new IOException("its head was older than another place's"));
            }
        });
        return newest;
    }

    private static SekishoException lost(List<String> faults) {
        return new SekishoException(
                ErrorCode.KEY_STORE_DAMAGED,
                "There is a root file, but no place has a good key store (" + String.join("; ", faults)
                        + "). Check that the folders are mounted, or restore the key store from one of its daily copies.");
    }

    private static void requireSameStore(Head newest, byte[] storeId) {
        if (!Arrays.equals(storeId, newest.storeId())) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The places of the key store belong to different installations.");
        }
    }
}
