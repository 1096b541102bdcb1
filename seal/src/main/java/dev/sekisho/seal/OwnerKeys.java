package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.codec.FrameKey;
import dev.sekisho.seal.codec.MacKey;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.keys.Change;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.KeyStore;
import dev.sekisho.seal.keys.Kind;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one owner, customer or installation: they seal every other entry of that owner in the key store. All that is derived
 * from them hangs on one {@link Session}, which goes as a whole when the customer's key service withdraws the second wrap: whoever
 * is still filling an old one fills what nobody looks at any more.
 */
final class OwnerKeys {
    private static final int ATTEMPTS = 5;

    private final KeyStore store;
    private final UnitCipher cipher;
    private final Owner owner;
    private final SecureRandom random;
    private final ReentrantLock making = new ReentrantLock();
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock();
    private volatile Optional<SecondWrap> second = Optional.empty();
    private volatile @Nullable Session session;
    private volatile boolean closed;
    /** How often the owner's entry changed: what a service gives for an older entry is not taken. */
    private volatile long changes;

    private OwnerKeys(KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random) {
        this.store = store;
        this.cipher = cipher;
        this.owner = owner;
        this.random = random;
    }

    /** The opened keys, and what was derived from them. */
    static final class Session {
        private final List<Secret> keys;
        private final List<RecordKey> wrapping;
        final Map<OwnerRecords.TableKey, RecordKey> tables = new ConcurrentHashMap<>();
        final Map<EntryId, Secret> epochs = new ConcurrentHashMap<>();
        final Map<EntryId, MacKey> indexes = new ConcurrentHashMap<>();
        final Map<EntryId, FrameKey> frames = new ConcurrentHashMap<>();

        private Session(List<Secret> keys, List<RecordKey> wrapping) {
            this.keys = keys;
            this.wrapping = wrapping;
        }

        private byte[] open(String name, byte[] wrapped) {
            for (RecordKey key : wrapping.subList(0, wrapping.size() - 1)) {
                try {
                    return key.open(name, 0, wrapped);
                } catch (SekishoException e) {
                    if (e.code() != ErrorCode.RECORD_DAMAGED) {
                        throw e;
                    }
                }
            }
            return wrapping.getLast().open(name, 0, wrapped);
        }
    }

    /** Makes the keys of a new owner, in every place. */
    static void create(KeyStore store, Owner owner, SecureRandom random) {
        byte[] plain = new OwnerEntry.Once(List.of(Secret.random(random))).encode();
        store.commit(new Change.Put(EntryId.of(Kind.OWNER, owner.id()), store.sealOwner(owner.id(), plain)));
    }

    /**
     * The keys of an existing owner. Where they are wrapped twice, they are not open before {@link #renew} succeeds.
     *
     * @param wraps the second wrap by the service of a name
     * @throws SekishoException {@code KEY_UNKNOWN}
     */
    static OwnerKeys open(
            KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random, SecondWraps.Maker wraps) {
        OwnerKeys keys = new OwnerKeys(store, cipher, owner, random);
        switch (keys.entry()) {
            case OwnerEntry.Once once -> keys.session = keys.sessionOf(once.keys());
            case OwnerEntry.Twice twice -> keys.second = Optional.of(wraps.make(twice.service(), owner));
        }
        return keys;
    }

    KeyStore store() {
        return store;
    }

    UnitCipher cipher() {
        return cipher;
    }

    Owner owner() {
        return owner;
    }

    SecureRandom random() {
        return random;
    }

    /** The second wrap, if there is one. */
    Optional<SecondWrap> second() {
        return second;
    }

    /** After this every use of these keys is refused. */
    void close() {
        closed = true;
        session = null;
    }

    void requireOpen() {
        session();
    }

    /** @throws SekishoException {@code KEY_DESTROYED}; not while the keys are only withdrawn */
    void requireAlive() {
        if (closed) {
            throw destroyed();
        }
    }

    /**
     * What is open now.
     *
     * @throws SekishoException {@code KEY_DESTROYED} or {@code KEY_WITHDRAWN}
     */
    Session session() {
        requireAlive();
        Session open = session;
        Optional<SecondWrap> wrap = second;
        if (open == null || (wrap.isPresent() && !wrap.get().live())) {
            throw withdrawn();
        }
        return open;
    }

    /**
     * Asks the customer's key service again. While it answers, the keys may be rotated or wrapped otherwise; then it is asked again,
     * for what is stored now.
     *
     * @throws SekishoException {@code KEY_SERVICE_UNAVAILABLE}
     */
    void renew() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long before = changes;
            Optional<SecondWrap> wrap = second;
            if (wrap.isEmpty() || closed || !(entry() instanceof OwnerEntry.Twice twice)) {
                return;
            }
            SecondWrap.Answer answer = wrap.get().unwrap(twice);
            synchronized (this) {
                if (changes == before) {
                    if (session == null && !closed) {
                        session = sessionOf(answer.keys());
                    }
                    // Last, so that nobody hears that the keys are open before they are.
                    wrap.get().take(answer);
                    return;
                }
            }
        }
        throw new SekishoException(
                ErrorCode.KEY_SERVICE_UNAVAILABLE,
                "The customer's keys changed each time while the key service answered; it is asked again.");
    }

    /**
     * Drops everything that hangs on a second wrap whose time is over.
     *
     * @return whether that happened now
     */
    synchronized boolean expire() {
        Optional<SecondWrap> wrap = second;
        if (wrap.isEmpty() || wrap.get().live()) {
            return false;
        }
        boolean wasOpen = session != null;
        session = null;
        return wasOpen;
    }

    /** What an entry of this owner holds. */
    Optional<byte[]> open(EntryId id) {
        Session open = session();
        return store.find(id).map(wrapped -> open.open(name(id), wrapped));
    }

    /** Lets go of a log's key, if it is open. */
    void forgetFrames(EntryId log) {
        Session open = session;
        if (open != null) {
            open.frames.remove(log);
        }
    }

    /** Adds entries of one drawer, in every place. */
    void add(Map<EntryId, byte[]> plain) {
        changing.readLock().lock();
        try {
            RecordKey wrapping = session().wrapping.getFirst();
            List<Change> changes = new ArrayList<>();
            plain.forEach((id, bytes) -> changes.add(new Change.Put(id, wrapping.seal(name(id), 0, bytes))));
            store.commit(changes);
        } finally {
            changing.readLock().unlock();
        }
    }

    /** Adds an entry, in every place. */
    void add(EntryId id, byte[] plain) {
        add(Map.of(id, plain));
    }

    /** Runs the making of a key with no other making of this owner's beside it. */
    <T> T making(Supplier<T> maker) {
        making.lock();
        try {
            requireOpen();
            return maker.get();
        } finally {
            making.unlock();
        }
    }

    /** Runs a destruction that opens nothing, also while the keys are withdrawn; with no making of this owner's beside it. */
    void destroying(Runnable destruction) {
        making.lock();
        try {
            requireAlive();
            destruction.run();
        } finally {
            making.unlock();
        }
    }

    /** Highest epoch number so far; 0 if none. */
    int highestEpoch() {
        return open(EntryId.of(Kind.EPOCH_COUNTER, owner.id()))
                .map(bytes -> ByteBuffer.wrap(bytes).getInt())
                .orElse(0);
    }

    /** Makes the keys of a new epoch under the next number, which is never used again; call within {@link #making}. */
    EntryId newEpoch(Kind kind, Id128 object, Secret secret) {
        int number = Math.incrementExact(highestEpoch());
        EntryId id = new EntryId(kind, owner.id(), object, number);
        byte[] counter = ByteBuffer.allocate(4).putInt(number).array();
        add(Map.of(EntryId.of(Kind.EPOCH_COUNTER, owner.id()), counter, id, secret.bytes()));
        return id;
    }

    /**
     * Replaces the owner's own keys: every entry of the owner is wrapped anew, and the old keys are in no file afterwards. First
     * the owner's entry holds both, then drawer after drawer changes, then the old ones go.
     *
     * @return how many entries were wrapped anew
     */
    int rotate() {
        changing.writeLock().lock();
        try {
            int finished = finish();
            Session open = session();
            List<Secret> both = List.of(Secret.random(random), open.keys.getFirst());
            keep(both);
            return finished + finish();
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** Goes on with a rotation that was cut off, if there is one. */
    int finish() {
        changing.writeLock().lock();
        try {
            Session open = session();
            if (open.keys.size() == 1) {
                return 0;
            }
            List<Change.Renew> changes = new ArrayList<>();
            for (EntryId id : store.all(entry -> entry.owner().equals(owner.id()) && entry.kind() != Kind.OWNER)) {
                store.find(id)
                        .filter(wrapped -> wrapped.length > 0)
                        .ifPresent(wrapped -> changes.add(new Change.Renew(
                                id, open.wrapping.getFirst().seal(name(id), 0, open.open(name(id), wrapped)))));
            }
            store.renew(changes);
            keep(List.of(open.keys.getFirst()));
            return changes.size();
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** Wraps the owner's keys anew: by the second wrap given, or by the region's keys alone; entries stay as they are. */
    void wrapBy(Optional<SecondWrap> wrap) {
        changing.writeLock().lock();
        try {
            List<Secret> keys = session().keys;
            store(wrap.<OwnerEntry>map(twice -> twice.wrap(keys)).orElseGet(() -> new OwnerEntry.Once(keys)));
            synchronized (this) {
                second = wrap;
                use(keys);
            }
            renew();
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void keep(List<Secret> keys) {
        store(second.<OwnerEntry>map(twice -> twice.wrap(keys)).orElseGet(() -> new OwnerEntry.Once(keys)));
        use(keys);
    }

    /** Uses the keys of an entry that was stored just now; {@code second} is its wrap by now. */
    private synchronized void use(List<Secret> keys) {
        changes++;
        session = closed ? null : sessionOf(keys);
    }

    private void store(OwnerEntry entry) {
        EntryId id = EntryId.of(Kind.OWNER, owner.id());
        store.commit(new Change.Renew(id, store.sealOwner(owner.id(), entry.encode())));
    }

    /** Whether an owner's keys take a key service as well. */
    static boolean wrappedTwice(KeyStore store, Owner owner) {
        return store.find(EntryId.of(Kind.OWNER, owner.id()))
                .map(stored -> OwnerEntry.decode(store.openOwner(owner.id(), stored)) instanceof OwnerEntry.Twice)
                .orElse(false);
    }

    private OwnerEntry entry() {
        byte[] sealed = store.find(EntryId.of(Kind.OWNER, owner.id()))
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.KEY_UNKNOWN, "The customer has no keys in this region; it was never set up here."));
        return OwnerEntry.decode(store.openOwner(owner.id(), sealed));
    }

    private Session sessionOf(List<Secret> keys) {
        return new Session(
                keys,
                keys.stream()
                        .map(secret -> new RecordKey(cipher, secret, owner, "keys/entry", 0, random))
                        .toList());
    }

    static SekishoException withdrawn() {
        return new SekishoException(
                ErrorCode.KEY_WITHDRAWN,
                "The customer's key service does not give the customer's keys; nothing of the customer opens until it does.");
    }

    static SekishoException destroyed() {
        return new SekishoException(
                ErrorCode.KEY_DESTROYED, "The keys were destroyed: what they sealed cannot be opened again.");
    }

    private static String name(EntryId id) {
        return id.kind() + "/" + id.object() + "/" + id.number();
    }
}
