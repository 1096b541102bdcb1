package dev.sekisho.directory.customer;

import dev.sekisho.directory.Licence;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A licence as stored, in the installation's records beside the register's row and under the same identifier: operators see it, and
 * it outlives nothing.
 *
 * @param customer base64 of the identifier
 * @param kind name of {@link Licence.Kind}
 * @param expires the day D as ISO 8601
 * @param lockedTraffic name of {@link Licence.LockedTraffic}
 */
record StoredLicence(String customer, String kind, String expires, String lockedTraffic) {
    static final Kind<StoredLicence> KIND = Kind.of("licence", StoredLicence.class);

    static StoredLicence of(String customer, Licence licence) {
        return new StoredLicence(
                customer,
                licence.kind().name(),
                licence.expires().toString(),
                licence.lockedTraffic().name());
    }

    static Licence licence(Row<StoredLicence> row) {
        StoredLicence form = row.value();
        return new Licence(
                Licence.Kind.valueOf(form.kind()),
                LocalDate.parse(form.expires()),
                Licence.LockedTraffic.valueOf(form.lockedTraffic()),
                row.version());
    }

    static Licence insert(Transaction transaction, Id128 reference, String customer, Licence licence) {
        return licence(KIND.insert(transaction, reference, of(customer, licence), Map.of("customer", customer)));
    }

    /** {@code CONFLICT} if it is not of the version {@code expected} any more. */
    static Licence update(Transaction transaction, Row<StoredLicence> old, Licence licence, long expected) {
        String customer = old.value().customer();
        return licence(
                KIND.update(transaction, old.id(), expected, of(customer, licence), Map.of("customer", customer)));
    }

    static Optional<Row<StoredLicence>> of(Transaction transaction, CustomerId customer) {
        return KIND.findBy(transaction, "customer", Ticket.text(customer)).stream()
                .findFirst();
    }

    @Override
    public String toString() {
        return "licence";
    }
}
