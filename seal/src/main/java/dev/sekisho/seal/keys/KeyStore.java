package dev.sekisho.seal.keys;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.Vault.PlaceHealth;
import dev.sekisho.seal.codec.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The entries of one region's keys, each sealed under the level above it, in at least two places. Reading takes no lock. A change
 * is in every place before it returns. {@link KeyStoreOpener} opens it.
 */
public final class KeyStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyStore.class);
    private final RegionKeys regionKeys;
    private final DrawerFile format;
    private final List<Drawer> drawers;
    private final List<Place> places;
    private final Heads heads;
    private final RootMove roots;
    private final SecureRandom random;
    private final ReentrantLock rotating = new ReentrantLock();
    private volatile boolean closed;

    KeyStore(
            RegionKeys regionKeys,
            DrawerFile format,
            List<Drawer> drawers,
            List<Place> places,
            Heads heads,
            RootMove roots,
            SecureRandom random) {
        this.regionKeys = regionKeys;
        this.format = format;
        this.drawers = List.copyOf(drawers);
        this.places = List.copyOf(places);
        this.heads = heads;
        this.roots = roots;
        this.random = random;
        sweep();
        if (heads.head().before().isPresent()) {
            try {
                rotateRegion();
            } catch (SekishoException e) {
                LOG.warn("A rotation of the region's keys was cut off and waits until every place can be written.");
            }
        }
    }

    /** Seals an owner's own keys under the region's: what an entry of {@link Kind#OWNER} holds. */
    public byte[] sealOwner(Id128 owner, byte[] plain) {
        return regionKeys.sealOwner(owner, plain);
    }

    /**
     * Opens what {@link #sealOwner} sealed.
     *
     * @throws SekishoException {@code RECORD_DAMAGED}
     */
    public byte[] openOwner(Id128 owner, byte[] sealed) {
        return regionKeys.openOwner(owner, sealed);
    }

    /** Where the root is: for people. */
    public String root() {
        return heads.root().description();
    }

    /** Whether a rotation of the region's keys waits to be finished. */
    public boolean rotating() {
        return heads.head().before().isPresent();
    }

    /**
     * Replaces the root: only the heads are written anew.
     *
     * @param toService whether the new root is in the key service, or in a file
     * @param passphrase of a new root in a file
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}, {@code KEY_SERVICE_UNAVAILABLE} or {@code CONFIG_INVALID}; the old
     *     root opens the key store then, or the next start finishes
     */
    public void rotateRoot(boolean toService, Optional<char[]> passphrase) {
        exclusively(() -> roots.move(heads, toService ? RootFile.Where.SERVICE : RootFile.Where.FILE, passphrase));
    }

    /** Wraps the heads anew under the newest version of the same root; nothing below them changes. */
    public void rewrapHeads() {
        exclusively(() -> heads.replace(
                heads.head().next(heads.head().region(), heads.head().before()), heads.root()));
    }

    /**
     * Replaces the region's keys: every owner's own keys and every drawer's key are wrapped anew, and the old keys are in no file
     * afterwards. First every head holds both, then drawer after drawer changes, then the heads forget the old ones: whenever it is
     * cut off, the next start, or the next call, goes on.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}; call again
     */
    public void rotateRegion() {
        exclusively(() -> {
            Head head = heads.head();
            if (head.before().isEmpty()) {
                head = head.next(Secret.random(random), Optional.of(head.region()));
                heads.replace(head, heads.root());
            }
            regionKeys.use(head.region(), head.before());
            for (Drawer drawer : drawers) {
                drawer.rewrap((id, stored) -> id.kind() == Kind.OWNER
                        ? regionKeys.sealOwner(id.owner(), regionKeys.openOwner(id.owner(), stored))
                        : stored);
            }
            heads.replace(head.next(head.region(), Optional.empty()), heads.root());
            regionKeys.use(head.region(), Optional.empty());
        });
    }

    /** No rotation begins while a place is away: it would keep what the rotation is to end. */
    private void exclusively(Runnable change) {
        requireOpen();
        rotating.lock();
        try {
            if (anyBehind()) {
                repair();
            }
            if (anyBehind()) {
                throw Drawer.unavailable(places);
            }
            change.run();
        } finally {
            rotating.unlock();
        }
    }

    /** What an entry holds, if it exists; not to be changed. */
    public Optional<byte[]> find(EntryId id) {
        return Optional.ofNullable(drawer(id).find(id));
    }

    /** Whether an entry exists. */
    public boolean has(EntryId id) {
        return drawer(id).find(id) != null;
    }

    /** The entries that lie in the same drawer as {@code neighbour} and pass the filter. */
    public List<EntryId> beside(EntryId neighbour, Predicate<EntryId> filter) {
        return drawer(neighbour).entries().keySet().stream().filter(filter).toList();
    }

    /** All entries that pass the filter: reads everything, for start-up and rare work. */
    public List<EntryId> all(Predicate<EntryId> filter) {
        return drawers.stream()
                .flatMap(drawer -> drawer.entries().keySet().stream())
                .filter(filter)
                .toList();
    }

    /**
     * Makes changes of one drawer in every place.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}
     */
    public void commit(Change... changes) {
        commit(List.of(changes));
    }

    /** Like {@link #commit(Change...)}. */
    public void commit(List<Change> changes) {
        requireOpen();
        if (changes.isEmpty()) {
            return;
        }
        Drawer drawer = drawer(changes.getFirst().id());
        if (changes.stream().anyMatch(change -> drawer(change.id()) != drawer)) {
            throw new IllegalArgumentException("changes of several drawers are no single change");
        }
        drawer.commit(changes);
        if (anyBehind()) {
            repair();
        }
    }

    /**
     * Replaces what entries of any drawers hold, one write a drawer.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}: some may be replaced and some not
     */
    public void renew(List<Change.Renew> changes) {
        requireOpen();
        Map<Drawer, List<Change>> byDrawer = new HashMap<>();
        changes.forEach(change -> byDrawer.computeIfAbsent(drawer(change.id()), d -> new ArrayList<>())
                .add(change));
        byDrawer.values().forEach(this::commit);
    }

    /**
     * Destroys entries of any drawers, one write a drawer; also entries that an earlier, failed call took out of memory: it does
     * not return while any place is behind.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}; call again until it returns
     */
    public void destroy(List<EntryId> ids) {
        requireOpen();
        Map<Drawer, List<Change>> byDrawer = new HashMap<>();
        ids.forEach(id ->
                byDrawer.computeIfAbsent(drawer(id), d -> new ArrayList<>()).add(new Change.Destroy(id)));
        byDrawer.values().forEach(this::commit);
        if (anyBehind()) {
            repair();
            if (anyBehind()) {
                throw Drawer.unavailable(places);
            }
        }
    }

    private boolean anyBehind() {
        return places.stream().anyMatch(place -> !place.healthy());
    }

    /** Tries to bring every place that is behind up to date; a place that still cannot be written stays behind. */
    public void repair() {
        heads.repair();
        drawers.forEach(Drawer::level);
    }

    /** The id of the root that opens this key store. */
    public Id128 rootId() {
        return Id128.of(heads.root().id());
    }

    /**
     * All of the key store at one moment. No rotation of region or root is under way then, and every drawer stands still while its
     * entries are listed: a rotation of an owner's keys, which spans drawers, is seen as a power cut at that moment would leave it.
     * Sealing the copies of the drawers happens after that, so changes wait for milliseconds. It takes memory of the size of the
     * key store, and reads no disk: a place that is away or damaged is no hindrance.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE} if the key store is closed
     */
    public Snapshot snapshot() {
        requireOpen();
        Heads.Prepared head;
        List<Drawer.Content> contents = new ArrayList<>();
        rotating.lock();
        try {
            head = heads.written();
            drawers.forEach(Drawer::hold);
            try {
                drawers.forEach(drawer -> contents.add(drawer.content()));
            } finally {
                drawers.forEach(Drawer::release);
            }
        } finally {
            rotating.unlock();
        }
        DrawerFile sealing = format.under(head.head());
        List<Snapshot.File> files = new ArrayList<>();
        files.add(new Snapshot.File(Head.FILE, head.file()));
        contents.forEach(content -> files.add(content.file(sealing)));
        return new Snapshot(Id128.of(head.head().storeId()), Id128.of(Head.claimedRoot(head.file())), files);
    }

    /** State of the places, worst first. */
    public List<PlaceHealth> places() {
        return places.stream()
                .map(place -> new PlaceHealth(place.folder().toString(), place.healthy(), place.detail()))
                .sorted(Comparator.comparing(PlaceHealth::healthy))
                .toList();
    }

    /** Gives the places back; no change is made afterwards, whoever still holds a handle. */
    @Override
    public void close() {
        closed = true;
        places.forEach(Place::release);
    }

    private void requireOpen() {
        if (closed) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE, "The key store is closed; the process is stopping.");
        }
    }

    private Drawer drawer(EntryId id) {
        return drawers.get(id.drawer(drawers.size()));
    }

    /** Removes what a cut-off destruction left: entries of destroyed owners, salts of destroyed days and holds. They are dark already. */
    private void sweep() {
        Set<Id128> owners =
                all(id -> id.kind() == Kind.OWNER).stream().map(EntryId::owner).collect(Collectors.toSet());
        Set<String> epochs = all(id -> id.kind() == Kind.DAY_EPOCH || id.kind() == Kind.HOLD_EPOCH).stream()
                .map(id -> id.owner() + "/" + id.number())
                .collect(Collectors.toSet());
        List<EntryId> left = all(id -> (id.kind() != Kind.OWNER_DESTROYED && !owners.contains(id.owner()))
                || (id.kind() == Kind.SALT && !epochs.contains(id.owner() + "/" + id.number())));
        if (left.isEmpty()) {
            return;
        }
        try {
            destroy(left);
        } catch (SekishoException e) {
            LOG.warn(
                    "{} entries of destroyed keys stay in the key store until every place can be written.",
                    left.size());
        }
    }
}
