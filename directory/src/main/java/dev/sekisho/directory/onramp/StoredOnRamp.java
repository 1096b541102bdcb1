package dev.sekisho.directory.onramp;

import dev.sekisho.directory.OnRamps.OnRamp;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An on-ramp as stored, in the installation's records, because a network belongs to one customer of the region.
 *
 * @param customer base64 of the identifier
 * @param name its name
 * @param network in CIDR notation
 * @param signIn whether people have to sign in
 */
public record StoredOnRamp(String customer, String name, String network, boolean signIn) {
    static final Kind<StoredOnRamp> KIND = Kind.of("on-ramp", StoredOnRamp.class);

    /** All on-ramps of the region, by customer. */
    public static Map<CustomerId, List<OnRamp>> all(Foundation foundation) {
        return foundation.installation().transact(transaction -> {
            Map<CustomerId, List<OnRamp>> all = new HashMap<>();
            KIND.all(transaction)
                    .forEach(row -> all.computeIfAbsent(
                                    Ticket.customerOf(row.value().customer()), customer -> new ArrayList<>())
                            .add(onRamp(row)));
            return all;
        });
    }

    /** Removes all of one customer; answers how many there were. */
    public static long removeAll(Transaction transaction, String customer) {
        List<Row<StoredOnRamp>> rows = KIND.findBy(transaction, "customer", customer);
        rows.forEach(row -> KIND.delete(transaction, row.id()));
        return rows.size();
    }

    static OnRamp onRamp(Row<StoredOnRamp> row) {
        StoredOnRamp form = row.value();
        return new OnRamp(row.id(), form.name(), SourceNetwork.parse(form.network()), form.signIn(), row.version());
    }

    @Override
    public String toString() {
        return "on-ramp";
    }
}
