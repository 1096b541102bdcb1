package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.KeyService.EncryptionContext;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.keys.Change;
import dev.sekisho.seal.keys.EntryId;
import dev.sekisho.seal.keys.KeyStore;
import dev.sekisho.seal.keys.Kind;
import dev.sekisho.seal.xts.UnitCipher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The vault over a key store. One handle a customer, so that a destruction is seen by whoever holds one. */
final class RegionVault implements Vault {
    private static final int HANDLE_BYTES = 16;
    private static final Logger LOG = LoggerFactory.getLogger(RegionVault.class);
    private final KeyStore store;
    private final UnitCipher cipher;
    private final Region region;
    private final KeyServices services;
    private final RealTime time;
    private final Function<List<KeyCopyPlace>, KeyCopies> copying;
    private final SecureRandom random = new SecureRandom();
    private final Map<CustomerId, CustomerKeys> open = new ConcurrentHashMap<>();
    private final ReentrantLock creating = new ReentrantLock();
    private final SecondWraps wraps;
    private final OwnerKeys installationKeys;
    private final InstallationKeys installation;

    /**
     * What a vault works with beside its keys.
     *
     * @param services the customers' own key services
     * @param time as it passes
     * @param copying makes copies of the key store in given places
     */
    record Means(KeyServices services, RealTime time, Function<List<KeyCopyPlace>, KeyCopies> copying) {}

    private RegionVault(KeyStore store, UnitCipher cipher, Region region, Means means) {
        this.store = store;
        this.cipher = cipher;
        this.region = region;
        this.services = means.services();
        this.time = means.time();
        this.copying = means.copying();
        this.wraps = new SecondWraps(time);
        Owner owner = Owner.installation(region);
        if (!store.has(EntryId.of(Kind.OWNER, owner.id()))) {
            OwnerKeys.create(store, owner, random);
        }
        this.installationKeys = OwnerKeys.open(store, cipher, owner, random, this::wrap);
        goOn(installationKeys);
        this.installation = new InstallationKeys(installationKeys);
    }

    /** Opens a vault; closes the store if that fails. */
    static RegionVault over(KeyStore store, UnitCipher cipher, Region region, Means means) {
        try {
            return new RegionVault(store, cipher, region, means);
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
                OwnerKeys.create(store, owner, random);
            }
        } finally {
            creating.unlock();
        }
        return of(scope);
    }

    @Override
    public CustomerVault of(CustomerScope scope) {
        return keys(scope);
    }

    private CustomerKeys keys(CustomerScope scope) {
        Owner owner = owner(scope);
        CustomerKeys keys = open.get(scope.customer());
        if (keys != null) {
            return keys;
        }
        creating.lock();
        try {
            if (store.has(EntryId.of(Kind.OWNER_DESTROYED, owner.id()))) {
                throw OwnerKeys.destroyed();
            }
            CustomerKeys known = open.get(scope.customer());
            if (known != null) {
                return known;
            }
            OwnerKeys own = OwnerKeys.open(store, cipher, owner, random, this::wrap);
            CustomerKeys fresh = new CustomerKeys(own);
            if (own.second().isEmpty()) {
                goOn(own);
            }
            open.put(scope.customer(), fresh);
            keys = fresh;
        } finally {
            creating.unlock();
        }
        if (keys.keys().second().isPresent()) {
            wraps.watch(scope.customer(), keys);
        }
        return keys;
    }

    /** Goes on with a rotation of an owner's keys that was cut off. */
    private static void goOn(OwnerKeys keys) {
        try {
            keys.finish();
        } catch (SekishoException e) {
            LOG.warn("A rotation of an owner's keys was cut off and waits until every place can be written.");
        }
    }

    private SecondWrap wrap(String service, Owner owner) {
        KeyService known = services.named(service).orElse(new MissingService(service));
        return new SecondWrap(
                known, new EncryptionContext(region.name(), handle(owner), "customer"), owner, cipher, random, time);
    }

    /** What a customer's key service calls the customer: nothing that anybody else knows it by. */
    private String handle(Owner owner) {
        return HexFormat.of()
                .formatHex(installation.mac("key-service", owner.id().bytes()), 0, HANDLE_BYTES);
    }

    @Override
    public void onWithdrawn(Consumer<CustomerId> listener) {
        wraps.onWithdrawn(listener);
    }

    @Override
    public SecondWrapHealth secondWraps() {
        return wraps.health();
    }

    /** One look at the second wraps now, for tests that move the time. */
    void lookAtSecondWraps() {
        wraps.look();
    }

    @Override
    public KeyLife life() {
        return new Life();
    }

    private final class Life implements KeyLife {
        @Override
        public Status status() {
            List<CustomerId> all = customers();
            long twice = all.stream()
                    .map(customer -> Owner.of(region, customer))
                    .filter(owner -> OwnerKeys.wrappedTwice(store, owner))
                    .count();
            return new Status(
                    store.root(),
                    all.size(),
                    Math.toIntExact(twice),
                    store.all(id -> true).size(),
                    store.rotating());
        }

        @Override
        public Id128 rootId() {
            return store.rootId();
        }

        @Override
        public void rotateRootToFile(Optional<Path> passphraseFile) {
            store.rotateRoot(false, passphraseFile.map(Vaults::passphrase));
        }

        @Override
        public void rotateRootToService() {
            store.rotateRoot(true, Optional.empty());
        }

        @Override
        public int rewrap() {
            store.rewrapHeads();
            int done = 0;
            for (CustomerId customer : customers()) {
                Owner owner = Owner.of(region, customer);
                if (OwnerKeys.wrappedTwice(store, owner)) {
                    exclusively(owner, keys -> {
                        keys.wrapBy(keys.second());
                        return 1;
                    });
                    done++;
                }
            }
            return done;
        }

        @Override
        public int rotateRegion() {
            creating.lock();
            try {
                store.rotateRegion();
                return store.all(id -> id.kind() == Kind.OWNER).size();
            } finally {
                creating.unlock();
            }
        }

        @Override
        public int rotateCustomer(CustomerScope scope) {
            return exclusively(owner(scope), OwnerKeys::rotate);
        }

        @Override
        public int rotateInstallation() {
            creating.lock();
            try {
                return installationKeys.rotate();
            } finally {
                creating.unlock();
            }
        }

        @Override
        public String wrapTwice(CustomerScope scope, String service) {
            Owner owner = owner(scope);
            if (services.named(service).isEmpty()) {
                throw MissingService.missing(service);
            }
            exclusively(owner, keys -> {
                keys.wrapBy(Optional.of(wrap(service, owner)));
                return 1;
            });
            wraps.watch(scope.customer(), keys(scope));
            return handle(owner);
        }

        @Override
        public void wrapOnce(CustomerScope scope) {
            exclusively(owner(scope), keys -> {
                keys.wrapBy(Optional.empty());
                return 1;
            });
            wraps.forget(scope.customer());
        }

        /** With the owner's keys open, and no other owner made, destroyed or rotated beside it. */
        private int exclusively(Owner owner, ToIntFunction<OwnerKeys> work) {
            creating.lock();
            try {
                if (store.has(EntryId.of(Kind.OWNER_DESTROYED, owner.id()))) {
                    throw OwnerKeys.destroyed();
                }
                CustomerKeys known = open.get(owner.customer());
                OwnerKeys keys = known == null
                        ? OwnerKeys.open(store, cipher, owner, random, RegionVault.this::wrap)
                        : known.keys();
                keys.renew();
                return work.applyAsInt(keys);
            } finally {
                creating.unlock();
            }
        }
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
        wraps.forget(customer);
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
    public KeyCopies copies(List<KeyCopyPlace> places) {
        return copying.apply(places);
    }

    @Override
    public void close() {
        wraps.close();
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
