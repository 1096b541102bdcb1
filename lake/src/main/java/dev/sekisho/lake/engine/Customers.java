package dev.sekisho.lake.engine;

import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.query.Snapshot;
import dev.sekisho.seal.Vault;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The shards of all customers, made when they are first needed. */
final class Customers {
    /** The folder of customers' folders. */
    private static final String FOLDER = "c/";

    private final LakeFiles files;
    private final Vault vault;
    private final Function<CustomerId, CustomerScope> jobScopes;
    private final Executor background;
    private final InstantSource clock;
    private final Memory memory;
    private final int queries;
    private final ConcurrentHashMap<CustomerId, Shard> shards = new ConcurrentHashMap<>();

    Customers(
            LakeFiles files,
            Vault vault,
            Function<CustomerId, CustomerScope> jobScopes,
            Executor background,
            InstantSource clock,
            Memory memory,
            int queries) {
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
     * @throws dev.sekisho.kernel.error.SekishoException if the customer has no keys
     */
    Shard shard(CustomerId customer) {
        Shard known = shards.get(customer);
        return known != null ? known : shards.computeIfAbsent(customer, id -> make(id, Snapshot.empty()));
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
