package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.keys.Change;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.KeyStore;
import dev.sekisho.seal.keys.Kind;
import dev.sekisho.seal.xts.UnitCipher;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The vault over a key store. One handle a customer, so that a destruction is seen by whoever holds one. */
final class RegionVault implements Vault {
    private final KeyStore store;
    private final UnitCipher cipher;
    private final Region region;
    private final SecureRandom random = new SecureRandom();
    private final Map<CustomerId, CustomerKeys> open = new ConcurrentHashMap<>();
    private final ReentrantLock creating = new ReentrantLock();
    private final InstallationKeys installation;

    private RegionVault(KeyStore store, UnitCipher cipher, Region region) {
        this.store = store;
        this.cipher = cipher;
        this.region = region;
        Owner owner = Owner.installation(region);
        if (!store.has(EntryId.of(Kind.OWNER, owner.id()))) {
            OwnerKeys.create(store, cipher, owner, random);
        }
        this.installation = new InstallationKeys(OwnerKeys.open(store, cipher, owner, random));
    }

    /** Opens a vault; closes the store if that fails. */
    static RegionVault over(KeyStore store, UnitCipher cipher, Region region) {
        try {
            return new RegionVault(store, cipher, region);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    @Override
    public CustomerVault create(CustomerScope scope) {
        Owner owner = owner(scope);
        creating.lock();
        try {
            if (store.has(EntryId.of(Kind.OWNER_DESTROYED, owner.id()))) {
                throw OwnerKeys.destroyed();
            }
            if (!store.has(EntryId.of(Kind.OWNER, owner.id()))) {
                OwnerKeys.create(store, cipher, owner, random);
            }
        } finally {
            creating.unlock();
        }
        return of(scope);
    }

    @Override
    public CustomerVault of(CustomerScope scope) {
        Owner owner = owner(scope);
        CustomerKeys keys = open.get(scope.customer());
        if (keys != null) {
            return keys;
        }
        if (store.has(EntryId.of(Kind.OWNER_DESTROYED, owner.id()))) {
            throw OwnerKeys.destroyed();
        }
        return open.computeIfAbsent(
                scope.customer(), id -> new CustomerKeys(OwnerKeys.open(store, cipher, owner, random)));
    }

    @Override
    public void destroy(CustomerScope scope) {
        Owner owner = owner(scope);
        creating.lock();
        try {
            forget(scope.customer());
            EntryId key = EntryId.of(Kind.OWNER, owner.id());
            EntryId mark = EntryId.of(Kind.OWNER_DESTROYED, owner.id());
            if (!store.has(mark)) {
                store.commit(new Change.Destroy(key), new Change.Put(mark, new byte[0]));
            }
            forget(scope.customer());
            // All of these are dark since the line above; they go because a key store should hold nothing that it need
            // not.
            store.destroy(store.all(id -> id.owner().equals(owner.id()) && id.kind() != Kind.OWNER_DESTROYED));
        } finally {
            creating.unlock();
        }
    }

    private void forget(CustomerId customer) {
        CustomerKeys keys = open.remove(customer);
        if (keys != null) {
            keys.close();
        }
    }

    @Override
    public InstallationVault installation() {
        return installation;
    }

    @Override
    public List<CustomerId> customers() {
        Id128 own = Owner.installation(region).id();
        return store.all(id -> id.kind() == Kind.OWNER && !id.owner().equals(own)).stream()
                .map(id -> CustomerId.of(id.owner().bytes()))
                .toList();
    }

    @Override
    public Optional<CustomerId> ownerOfLogKey(Id128 logKey) {
        EntryId anywhere = EntryId.of(Kind.LOG, EntryId.NONE, logKey);
        return store.beside(anywhere, id -> id.kind() == Kind.LOG && id.object().equals(logKey)).stream()
                .map(id -> CustomerId.of(id.owner().bytes()))
                .findFirst();
    }

    @Override
    public List<PlaceHealth> places() {
        return store.places();
    }

    @Override
    public void close() {
        store.close();
    }

    private Owner owner(CustomerScope scope) {
        if (!scope.region().equals(region)) {
            throw new SekishoException(
                    ErrorCode.KEY_UNKNOWN, "The scope is of another region; its keys are only in that region.");
        }
        Owner owner = Owner.of(region, scope.customer());
        if (owner.isInstallation()) {
            throw new SekishoException(ErrorCode.KEY_UNKNOWN, "The scope names no customer.");
        }
        return owner;
    }
}
