package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
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
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The keys of one owner, customer or installation: they seal every other entry of that owner in the key store. */
final class OwnerKeys {
    private final KeyStore store;
    private final UnitCipher cipher;
    private final Owner owner;
    private final SecureRandom random;
    private final RecordKey wrapping;
    private final ReentrantLock making = new ReentrantLock();
    private volatile boolean closed;

    private OwnerKeys(KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random, Secret secret) {
        this.store = store;
        this.cipher = cipher;
        this.owner = owner;
        this.random = random;
        this.wrapping = new RecordKey(cipher, secret, owner, "keys/entry", 0, random);
    }

    /** Makes the keys of a new owner, in every place. */
    static void create(KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random) {
        byte[] sealed = regional(store, cipher, owner, random)
                .seal("owner", 0, Secret.random(random).bytes());
        store.commit(new Change.Put(EntryId.of(Kind.OWNER, owner.id()), sealed));
    }

    /**
     * The keys of an existing owner.
     *
     * @throws SekishoException {@code KEY_UNKNOWN}
     */
    static OwnerKeys open(KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random) {
        byte[] sealed = store.find(EntryId.of(Kind.OWNER, owner.id()))
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.KEY_UNKNOWN, "The customer has no keys in this region; it was never set up here."));
        byte[] secret = regional(store, cipher, owner, random).open("owner", 0, sealed);
        return new OwnerKeys(store, cipher, owner, random, Secret.of(secret));
    }

    private static RecordKey regional(KeyStore store, UnitCipher cipher, Owner owner, SecureRandom random) {
        return new RecordKey(cipher, store.regionKeys(), owner, "keys/owner", 0, random);
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

    /** After this every use of these keys is refused. */
    void close() {
        closed = true;
    }

    void requireOpen() {
        if (closed) {
            throw destroyed();
        }
    }

    /** What an entry of this owner holds. */
    Optional<byte[]> open(EntryId id) {
        requireOpen();
        return store.find(id).map(wrapped -> wrapping.open(name(id), 0, wrapped));
    }

    /** The change that adds an entry. */
    Change.Put put(EntryId id, byte[] plain) {
        requireOpen();
        return new Change.Put(id, wrapping.seal(name(id), 0, plain));
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
        store.commit(put(EntryId.of(Kind.EPOCH_COUNTER, owner.id()), counter), put(id, secret.bytes()));
        return id;
    }

    static SekishoException destroyed() {
        return new SekishoException(
                ErrorCode.KEY_DESTROYED, "The keys were destroyed: what they sealed cannot be opened again.");
    }

    private static String name(EntryId id) {
        return id.kind() + "/" + id.object() + "/" + id.number();
    }
}
