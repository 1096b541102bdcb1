package dev.sekisho.directory.customer;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.directory.Departures.Former;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A departure as stored, under the customer's reference; goes when it ends.
 *
 * @param customer base64 of the identifier
 * @param created milliseconds since 1970, as all times here
 * @param kind name of the licence's kind
 * @param expired the licence's day D as ISO 8601
 * @param lockedTraffic the customer's choice
 * @param cause why it leaves
 */
record StoredDeparture(
        String customer, long created, String kind, String expired, String lockedTraffic, String cause, long began) {
    static final Kind<StoredDeparture> KIND = Kind.of("departure", StoredDeparture.class);
    static final Kind<Gone> GONE = Kind.of("former-customer", Gone.class);

    static boolean anyOf(Transaction transaction, CustomerReference reference) {
        return KIND.find(transaction, reference.value()).isPresent()
                || GONE.find(transaction, reference.value()).isPresent();
    }

    static Departure departure(Row<StoredDeparture> row) {
        StoredDeparture form = row.value();
        return new Departure(
                new CustomerReference(row.id()),
                Instant.ofEpochMilli(form.created()),
                new Licence(
                        Licence.Kind.valueOf(form.kind()),
                        LocalDate.parse(form.expired()),
                        Licence.LockedTraffic.valueOf(form.lockedTraffic()),
                        0),
                form.cause(),
                Instant.ofEpochMilli(form.began()));
    }

    static Former former(Row<Gone> row) {
        Gone form = row.value();
        return new Former(
                new CustomerReference(row.id()),
                Instant.ofEpochMilli(form.created()),
                Licence.Kind.valueOf(form.kind()),
                LocalDate.parse(form.expired()),
                form.cause(),
                Instant.ofEpochMilli(form.deleted()));
    }

    @Override
    public String toString() {
        return "departure";
    }

    /** What is kept of a customer that is gone: nothing that was the customer's. */
    record Gone(long created, String kind, String expired, String cause, long deleted) {}
}
