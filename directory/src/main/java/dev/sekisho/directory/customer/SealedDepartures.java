package dev.sekisho.directory.customer;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Departures;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.directory.onramp.StoredOnRamp;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.RecordStore.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Departures in the installation's records. */
public final class SealedDepartures implements Departures {
    private static final Pattern CAUSE = Pattern.compile("[a-z][a-z-]{0,39}");

    private final Foundation foundation;
    private final SealedAudit audit;
    private final Changes changes;
    private final Runnable changed;
    private final Consumer<CustomerId> gone;

    /**
     * Of the installation.
     *
     * @param changed is told when a customer has left
     * @param gone is told whose keys are destroyed by now, for what was opened while they were not
     */
    public SealedDepartures(
            Foundation foundation, SealedAudit audit, Changes changes, Runnable changed, Consumer<CustomerId> gone) {
        this.foundation = foundation;
        this.audit = audit;
        this.changes = changes;
        this.changed = changed;
        this.gone = gone;
    }

    @Override
    public Optional<Departure> begin(CustomerReference reference, String cause, OptionalLong licence, Actor actor) {
        if (!CAUSE.matcher(cause).matches()) {
            throw new IllegalArgumentException("not the form of a cause");
        }
        Optional<Departure> known = find(reference);
        if (known.isPresent()) {
            return known;
        }
        Optional<Row<Register.Form>> customer =
                foundation.installation().transact(transaction -> Register.KIND.find(transaction, reference.value()));
        if (customer.isEmpty()) {
            return Optional.empty();
        }
        CustomerId id = Ticket.customerOf(customer.get().value().customer());
        Optional<Departure> begun = changes.changing(
                id,
                transaction -> Register.KIND
                        .find(transaction, reference.value())
                        .map(row -> begin(transaction, row, cause, licence, actor)));
        changed.run();
        return begun.or(() -> find(reference));
    }

    private Departure begin(
            Transaction transaction, Row<Register.Form> customer, String cause, OptionalLong expected, Actor actor) {
        Row<StoredLicence> licence = StoredLicence.KIND
                .find(transaction, customer.id())
                .orElseThrow(() -> new Changes.Refused(new SekishoException(
                        ErrorCode.RECORD_DAMAGED, "The licence of a customer in the register is missing.")));
        if (expected.isPresent() && expected.getAsLong() != licence.version()) {
            throw new Changes.Refused(
                    new SekishoException(ErrorCode.CONFLICT, "The licence was changed meanwhile; the customer stays."));
        }
        Licence last = StoredLicence.licence(licence);
        StoredDeparture form = new StoredDeparture(
                customer.value().customer(),
                customer.value().created(),
                last.kind().name(),
                last.expires().toString(),
                last.lockedTraffic().name(),
                cause,
                foundation.dataNow().toEpochMilli());
        Row<StoredDeparture> begun = StoredDeparture.KIND.insert(transaction, customer.id(), form, Map.of());
        StoredLicence.KIND.delete(transaction, customer.id());
        Register.KIND.delete(transaction, customer.id());
        audit.add(transaction, actor, "customer.delete-begin", customer.id().toString());
        return StoredDeparture.departure(begun);
    }

    @Override
    public List<Departure> begun() {
        return foundation
                .installation()
                .transact(transaction -> StoredDeparture.KIND.all(transaction).stream()
                        .map(StoredDeparture::departure)
                        .toList());
    }

    @Override
    public CustomerScope scope(Departure departure, Actor.Job job) {
        return foundation.scope(customer(departure), job, Purpose.SERVICE);
    }

    @Override
    public Map<String, Long> forget(Departure departure) {
        CustomerId customer = customer(departure);
        String text = Ticket.text(customer);
        Map<String, Long> counts = new TreeMap<>();
        counts.put("credentials", (long) foundation
                .gatekeeper()
                .removeMatching(ticket -> text.equals(Ticket.read(ticket).customer())));
        foundation.installation().transact(transaction -> {
            counts.put("on-ramps", StoredOnRamp.removeAll(transaction, text));
            return true;
        });
        changes.forget(customer);
        changed.run();
        gone.accept(customer);
        return counts;
    }

    @Override
    public void end(Departure departure, Instant deleted, Actor actor) {
        Optional<CustomerId> left = foundation
                .installation()
                .transact(transaction -> StoredDeparture.KIND
                        .find(transaction, departure.reference().value())
                        .map(row -> Ticket.customerOf(row.value().customer())));
        foundation.installation().transact(transaction -> {
            if (StoredDeparture.KIND.delete(transaction, departure.reference().value())) {
                StoredDeparture.GONE.insert(
                        transaction,
                        departure.reference().value(),
                        new StoredDeparture.Gone(
                                departure.created().toEpochMilli(),
                                departure.licence().kind().name(),
                                departure.licence().expires().toString(),
                                departure.cause(),
                                deleted.toEpochMilli()),
                        Map.of());
                audit.add(
                        transaction,
                        actor,
                        "customer.delete-end",
                        departure.reference().toString());
            }
            return true;
        });
        left.ifPresent(gone);
    }

    @Override
    public List<Former> former() {
        return foundation
                .installation()
                .transact(transaction -> StoredDeparture.GONE.all(transaction).stream()
                        .map(StoredDeparture::former)
                        .sorted(Comparator.comparing(Former::created))
                        .toList());
    }

    private Optional<Departure> find(CustomerReference reference) {
        return foundation
                .installation()
                .transact(transaction -> StoredDeparture.KIND
                        .find(transaction, reference.value())
                        .map(StoredDeparture::departure));
    }

    private CustomerId customer(Departure departure) {
        return foundation
                .installation()
                .transact(transaction -> StoredDeparture.KIND
                        .find(transaction, departure.reference().value())
                        .map(row -> Ticket.customerOf(row.value().customer()))
                        .orElseThrow(() -> new SekishoException(ErrorCode.NOT_FOUND, "This customer left already.")));
    }
}
