package dev.sekisho.directory.customer;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The licences of the customers in the register. */
public final class LicenceBook {
    private static final int DEFAULT_YEARS = 1;
    private static final Actor.Job UPGRADE = new Actor.Job("directory.upgrade");

    private final Foundation foundation;
    private final SealedAudit audit;
    private final Changes changes;
    private final Runnable changed;

    /** Of the installation; {@code changed} is told after each change. */
    public LicenceBook(Foundation foundation, SealedAudit audit, Changes changes, Runnable changed) {
        this.foundation = foundation;
        this.audit = audit;
        this.changes = changes;
        this.changed = changed;
    }

    /** By customer. */
    public Map<CustomerId, Licence> byCustomer() {
        Map<CustomerId, Licence> all = new HashMap<>();
        rows().forEach(row -> all.put(Ticket.customerOf(row.value().customer()), StoredLicence.licence(row)));
        return all;
    }

    /** By reference. */
    public Map<CustomerReference, Licence> byReference() {
        Map<CustomerReference, Licence> all = new HashMap<>();
        rows().forEach(row -> all.put(new CustomerReference(row.id()), StoredLicence.licence(row)));
        return all;
    }

    /** Of one customer, with its reference. */
    public Held of(CustomerId customer) {
        return foundation
                .installation()
                .transact(transaction -> StoredLicence.of(transaction, customer)
                        .map(LicenceBook::held)
                        .orElseThrow(LicenceBook::gone));
    }

    /** As {@link dev.sekisho.directory.Customers#renew}. */
    public Licence renew(
            CustomerReference reference, Licence.Kind kind, LocalDate expires, long expected, Actor actor) {
        Row<StoredLicence> row = foundation.installation().transact(transaction -> existing(transaction, reference));
        return change(
                Ticket.customerOf(row.value().customer()),
                expected,
                licence -> licence.renewed(kind, expires),
                "licence.renew",
                actor);
    }

    /** As {@link dev.sekisho.directory.CustomerDirectory#chooseLockedTraffic}. */
    public Licence chooseLockedTraffic(CustomerId customer, Licence.LockedTraffic choice, long expected, Actor actor) {
        return change(
                customer,
                expected,
                licence -> new Licence(licence.kind(), licence.expires(), choice, licence.version()),
                "licence.locked-traffic",
                actor);
    }

    private Licence change(CustomerId customer, long expected, UnaryOperator<Licence> work, String verb, Actor actor) {
        Licence after = changes.changing(customer, transaction -> {
            Row<StoredLicence> row =
                    StoredLicence.of(transaction, customer).orElseThrow(() -> new Changes.Refused(deleting()));
            if (row.version() != expected) {
                throw new Changes.Refused(new SekishoException(
                        ErrorCode.CONFLICT, "The licence was changed by somebody else meanwhile; read it again."));
            }
            audit.add(transaction, actor, verb, row.id().toString());
            return StoredLicence.update(transaction, row, work.apply(StoredLicence.licence(row)), expected);
        });
        changed.run();
        return after;
    }

    Licence first() {
        return Licence.full(
                LocalDate.ofInstant(foundation.dataNow(), ZoneOffset.UTC).plusYears(DEFAULT_YEARS));
    }

    /** Gives customers of an older version a full licence of one year: the time they had no end, and nobody told them of one. */
    void complete(Map<Id128, String> customers) {
        Map<CustomerReference, Licence> known = byReference();
        Licence first = first();
        customers.forEach((reference, customer) -> {
            if (!known.containsKey(new CustomerReference(reference))) {
                changes.changing(Ticket.customerOf(customer), transaction -> {
                    if (StoredLicence.KIND.find(transaction, reference).isEmpty()) {
                        StoredLicence.insert(transaction, reference, customer, first);
                        audit.add(transaction, UPGRADE, "licence.begin", reference.toString());
                    }
                    return true;
                });
            }
        });
    }

    private Row<StoredLicence> existing(Transaction transaction, CustomerReference reference) {
        Optional<Row<StoredLicence>> row = StoredLicence.KIND.find(transaction, reference.value());
        if (row.isEmpty() && StoredDeparture.anyOf(transaction, reference)) {
            throw deleting();
        }
        return row.orElseThrow(LicenceBook::gone);
    }

    private List<Row<StoredLicence>> rows() {
        return foundation.installation().transact(StoredLicence.KIND::all);
    }

    private static Held held(Row<StoredLicence> row) {
        return new Held(new CustomerReference(row.id()), StoredLicence.licence(row));
    }

    private static SekishoException gone() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such customer.");
    }

    private static SekishoException deleting() {
        return new SekishoException(
                ErrorCode.LICENCE_DELETING,
                "The deletion of this customer's data has begun and cannot be undone; make a new customer.");
    }

    /** A licence and whose it is. */
    public record Held(CustomerReference reference, Licence licence) {}
}
