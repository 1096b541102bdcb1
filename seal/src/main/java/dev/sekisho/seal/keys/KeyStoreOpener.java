package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Region;
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
 * called {@code .setup}, and a start that was cut off begins anew, because nothing was sealed yet.
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
    private final Optional<char[]> passphrase;
    private final UnitCipher cipher;
    private final Disk disk;
    private final InstantSource clock;
    private final SecureRandom random;

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
            Optional<char[]> passphrase,
            UnitCipher cipher,
            Disk disk,
            InstantSource clock) {
        this.region = region;
        this.places = folders.stream().map(Place::new).toList();
        this.rootFile = rootFile;
        this.passphrase = passphrase;
        this.cipher = cipher;
        this.disk = disk;
        this.clock = clock;
        this.random = new SecureRandom();
    }

    /**
     * Opens or makes the key store.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} (in use, or the root does not fit), {@code KEY_STORE_DAMAGED} (no
     *     place is good), {@code CONFIG_INVALID}
     */
    public KeyStore open() {
        try {
            claim();
            if (read(rootFile).isEmpty()) {
                create();
            }
            requirePrivate();
            return load(RootKey.open(
                    read(rootFile).orElseThrow(() -> RootKey.unavailable("The root file vanished.")), passphrase));
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
        Path folder = rootFile.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        byte[] rootBytes = RootKey.create(passphrase, random);
        disk.write(setup, rootBytes);
        RootKey root = RootKey.open(rootBytes, passphrase);
        Head head = Head.create(DRAWERS, random);
        writeEmptyDrawers(new DrawerFile(cipher, region, head.region(), random));
        for (Place place : places) {
            disk.write(place.freshFile(Head.FILE), head.seal(root, region, cipher, random));
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

    private KeyStore load(RootKey root) {
        Head head = head(root);
        DrawerFile format = new DrawerFile(cipher, region, head.region(), random);
        Runnable headRepair = () -> repairHead(head, root);
        headRepair.run();
        Recovery recovery = new Recovery(format, disk, places);
        List<Drawer> drawers = new ArrayList<>();
        IntStream.range(0, head.drawers()).forEach(number -> {
            Drawer drawer = new Drawer(number, format, disk, places, clock, WRITERS);
            recovery.load(number, drawer);
            drawers.add(drawer);
        });
        return new KeyStore(head.region(), drawers, places, headRepair);
    }

    /** The head that the places agree on; a place without a good one is marked. */
    private Head head(RootKey root) {
        List<Head> heads = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Place place : places) {
            try {
                heads.add(Head.open(disk.read(place.file(Head.FILE)), root, region, cipher, random));
            } catch (IOException e) {
                place.headBehind(e instanceof NoSuchFileException ? new IOException("it was empty") : e);
                faults.add(place.folder() + ": "
                        + (e instanceof NoSuchFileException ? "holds no key store" : Place.describe(e)));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.KEY_STORE_DAMAGED) {
                    throw e;
                }
                place.headBehind(e);
                faults.add(place.folder() + ": head damaged");
            }
        }
        if (heads.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_DAMAGED,
                    "There is a root file, but no place has a good key store (" + String.join("; ", faults)
                            + "). Check that the folders are mounted, or restore the key store from one of its daily copies.");
        }
        if (heads.stream()
                .anyMatch(other ->
                        !Arrays.equals(other.storeId(), heads.getFirst().storeId()))) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The places of the key store belong to different installations.");
        }
        return heads.getFirst();
    }

    private void repairHead(Head head, RootKey root) {
        for (Place place : places) {
            if (place.headIsBehind()) {
                try {
                    place.claim(disk);
                    disk.write(place.freshFile(Head.FILE), head.seal(root, region, cipher, random));
                    disk.replace(place.freshFile(Head.FILE), place.file(Head.FILE), 0);
                    place.headCurrent();
                    place.repaired("its head was written again at start");
                } catch (IOException e) {
                    place.headBehind(e);
                }
            }
        }
    }
}
