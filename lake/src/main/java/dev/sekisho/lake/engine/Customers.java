package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The shards of all customers, made when they are first needed. */
final class Customers {
    /** The folder of customers' folders. */
    static final String FOLDER = "c/";

    private final LakeFiles files;
    private final Vault vault;
    private final Function<CustomerId, CustomerScope> jobScopes;
    private final Executor background;
    private final InstantSource clock;
    private final InstantSource believed;
    private final Memory memory;
    private final int queries;
    private final Map<CustomerId, Shard> away = new ConcurrentHashMap<>();
    private final Map<CustomerId, Shard> going = new ConcurrentHashMap<>();
    private final Set<CustomerId> forgotten = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<CustomerId, Shard> shards = new ConcurrentHashMap<>();

    Customers(
            LakeFiles files,
            Vault vault,
            Function<CustomerId, CustomerScope> jobScopes,
            Executor background,
            InstantSource clock,
            InstantSource believed,
            Memory memory,
            int queries) {
        this.believed = believed;
        this.memory = memory;
        this.queries = queries;
        this.clock = clock;
        this.files = files;
        this.vault = vault;
        this.jobScopes = jobScopes;
        this.background = background;
    }

    /**
     * A customer's shard.
     *
     * @throws SekishoException if the customer has no keys, or was forgotten
     */
    Shard shard(CustomerId customer) {
        Shard known = shards.get(customer);
        if (known != null) {
            return known;
        }
        return shards.computeIfAbsent(customer, this::fresh);
    }

    /** A shard with nothing in it, unless the customer is away or gone; looks under the map's lock, so that neither comes between. */
    private Shard fresh(CustomerId customer) {
        if (away.containsKey(customer)) {
            throw Shard.withdrawn();
        }
        if (forgotten.contains(customer)) {
            throw new SekishoException(ErrorCode.KEY_DESTROYED, "The customer was deleted; its events are gone.");
        }
        return make(customer, Snapshot.empty());
    }

    /** Takes no event of a customer any more and shows none, from here on; its shard until {@link #gone}, if it had one. */
    Optional<Shard> forget(CustomerId customer) {
        forgotten.add(customer);
        memory.share(customer).close(true);
        Shard here = shards.remove(customer);
        Shard shard = here == null ? away.remove(customer) : here;
        if (shard != null) {
            going.put(customer, shard);
            shard.forget();
        }
        return Optional.ofNullable(going.get(customer));
    }

    /** A customer's keys are withdrawn: takes and shows nothing of it until they are back; its shard, if it had one. */
    Optional<Shard> leave(CustomerId customer) {
        Shard shard = shards.get(customer);
        if (shard != null) {
            leave(customer, shard);
        }
        return Optional.ofNullable(away.get(customer));
    }

    /** The same for a customer that was found so. It is away before its shard goes, so that nobody makes another meanwhile. */
    void leave(CustomerId customer, Shard shard) {
        memory.share(customer).close(true);
        away.put(customer, shard);
        shards.remove(customer, shard);
        shard.leave();
    }

    /** The same for a shard. */
    void leave(Shard shard) {
        List.copyOf(shards.entrySet()).stream()
                .filter(entry -> entry.getValue() == shard)
                .forEach(entry -> leave(entry.getKey()));
    }

    /** The shards of customers whose keys are withdrawn. */
    Map<CustomerId, Shard> away() {
        return away;
    }

    /** A customer's keys are back; another shard takes over from the one from before, unless they are withdrawn again already. */
    void comeBack(CustomerId customer, Shard before, Shard shard) {
        shards.put(customer, shard);
        if (away.remove(customer, before)) {
            memory.share(customer).close(false);
        }
    }

    /** Nothing is left of a customer. */
    void gone(CustomerId customer) {
        going.remove(customer);
    }

    /** A customer's shard, if it has one. */
    Optional<Shard> known(CustomerId customer) {
        return Optional.ofNullable(shards.get(customer));
    }

    /** Whether a customer was deleted. */
    boolean isForgotten(CustomerId customer) {
        return forgotten.contains(customer);
    }

    /** A customer's keys, unless they are destroyed. */
    Optional<CustomerVault> keys(CustomerId customer) {
        try {
            return Optional.of(vault.of(jobScopes.apply(customer)));
        } catch (SekishoException e) {
            if (Forgetting.isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes a customer's shard with what was found on disk. */
    Shard make(CustomerId customer, Snapshot snapshot) {
        return new Shard(
                files,
                vault.of(jobScopes.apply(customer)),
                folder(customer),
                snapshot,
                background,
                clock,
                believed,
                memory.share(customer),
                queries);
    }

    /** Keeps a shard that recovery made. */
    void put(CustomerId customer, Shard shard) {
        shards.put(customer, shard);
    }

    /** Forgets a customer whose keys are gone. */
    void remove(Shard shard) {
        shards.values().remove(shard);
    }

    /** All shards. */
    Collection<Shard> all() {
        return shards.values();
    }

    /** A customer's folder: a keyed hash, so that a disk says neither who a customer is nor whether two disks share one. */
    String folder(CustomerId customer) {
        byte[] hash = vault.installation().mac("lake.folder", customer.bytes());
        return FOLDER + HexFormat.of().formatHex(hash, 0, 16);
    }
}
