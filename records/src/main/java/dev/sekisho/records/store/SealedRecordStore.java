package dev.sekisho.records.store;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.InstallationVault;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Records of one owner: opens the door for it and hands out a transaction. */
public final class SealedRecordStore implements RecordStore {
    private static final int STEP = 200;

    private final Door door;
    private final Owner owner;
    private final Statements statements;
    private final Sealing sealing;
    private final InstantSource clock;

    private SealedRecordStore(Door door, Owner owner, Statements statements, Sealing sealing, InstantSource clock) {
        this.door = door;
        this.owner = owner;
        this.statements = statements;
        this.sealing = sealing;
        this.clock = clock;
    }

    /** Records of the scope's customer. */
    public static RecordStore of(
            Door door, CustomerScope scope, CustomerVault keys, InstallationVault installation, InstantSource clock) {
        return new SealedRecordStore(
                door, Owner.Customer.of(scope, installation), Statements.CUSTOMER, new Sealing.OfCustomer(keys), clock);
    }

    /** Removes every record of the scope's customer, in steps; needs none of its keys. */
    public static long forget(Door door, CustomerScope scope, InstallationVault installation) {
        Owner.Customer customer = Owner.Customer.of(scope, installation);
        long removed = 0;
        while (true) {
            int step = door.enter(
                    customer,
                    handle -> handle.createUpdate("""
                                    DELETE FROM sealed_record WHERE customer = :customer AND (kind, id) IN
                                    (SELECT kind, id FROM sealed_record WHERE customer = :customer LIMIT :limit)""")
                            .bind("customer", customer.stored())
                            .bind("limit", STEP)
                            .execute());
            removed += step;
            if (step < STEP) {
                return removed;
            }
        }
    }

    /** Records of the installation. */
    public static RecordStore ofInstallation(Door door, InstallationVault keys, InstantSource clock) {
        return new SealedRecordStore(
                door, new Owner.Installation(), Statements.INSTALLATION, new Sealing.OfInstallation(keys), clock);
    }

    @Override
    public <T> T transact(Function<Transaction, T> work) {
        return door.enter(
                owner, handle -> work.apply(new SealedTransaction(handle, owner, statements, sealing, clock)));
    }

    @Override
    public int reindex(String kind) {
        // Which labels there are is only in the records themselves.
        Set<String> labels = new TreeSet<>();
        int records = walk(kind, labels);
        Map<String, Integer> old = new TreeMap<>();
        labels.forEach(label -> old.put(label, sealing.rotate(kind, label)));
        walk(kind, labels);
        old.forEach((label, version) -> sealing.destroyUpTo(kind, label, version));
        return records;
    }

    private int walk(String kind, Set<String> labels) {
        int records = 0;
        Optional<Id128> after = Optional.empty();
        while (true) {
            Optional<Id128> from = after;
            Map<Id128, Set<String>> done = door.enter(
                    owner,
                    handle ->
                            new SealedTransaction(handle, owner, statements, sealing, clock).reindex(kind, from, STEP));
            for (Map.Entry<Id128, Set<String>> record : done.entrySet()) {
                labels.addAll(record.getValue());
                records++;
                after = Optional.of(record.getKey());
            }
            if (done.size() < STEP) {
                return records;
            }
        }
    }
}
