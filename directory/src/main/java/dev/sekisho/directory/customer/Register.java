package dev.sekisho.directory.customer;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Customers;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.Role;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.directory.ca.SealedCa;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.records.RecordStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The register of customers, in the installation's records. A customer's row is written last: what a crash leaves behind before is
 * a key tree that nobody can name.
 */
public final class Register implements Customers {
    /** The gatekeeper's word for invitations. */
    public static final String INVITATION = "invitation";

    static final Kind<Form> KIND = Kind.of("customer", Form.class);
    private static final Duration MAX_INVITATION = Duration.ofDays(14);

    private final Foundation foundation;
    private final SealedAudit audit;
    private final Changes changes;
    private final Runnable changed;
    private final LicenceBook licences;

    /** Of the installation; {@code changed} is told after each change. */
    public Register(Foundation foundation, SealedAudit audit, Changes changes, LicenceBook licences, Runnable changed) {
        this.foundation = foundation;
        this.audit = audit;
        this.changes = changes;
        this.licences = licences;
        this.changed = changed;
    }

    @Override
    public Created create(CustomerSettings settings, Licence licence, Actor actor) {
        CustomerScope scope = foundation.options().issuer().issueForNewCustomer(actor);
        foundation.vault().create(scope);
        RecordStore store = foundation.records().of(scope);
        SealedAudit own = new SealedAudit(foundation, store);
        store.transact(transaction -> {
            StoredSettings.insert(transaction, settings);
            new SealedCa(foundation, store, own, actor).make(transaction, settings.name());
            own.add(transaction, actor, "customer.create", "");
            return true;
        });
        CustomerReference reference = new CustomerReference(foundation.newId());
        String customer = Ticket.text(scope.customer());
        Form form = new Form(customer, settings.name(), foundation.dataNow().toEpochMilli());
        Customer created = changes.changing(scope.customer(), transaction -> {
            audit.add(transaction, actor, "customer.create", reference.toString());
            StoredLicence.insert(transaction, reference.value(), customer, licence);
            return customer(KIND.insert(transaction, reference.value(), form, Map.of("customer", customer)));
        });
        changed.run();
        return new Created(created, scope);
    }

    @Override
    public Licence firstLicence() {
        return licences.first();
    }

    @Override
    public List<Customer> list() {
        return rows().stream()
                .map(this::customer)
                .sorted(Comparator.comparing(Customer::created))
                .toList();
    }

    @Override
    public Optional<Customer> find(CustomerReference reference) {
        return row(reference).map(this::customer);
    }

    @Override
    public List<CustomerScope> scopes(Actor.Job job) {
        return rows().stream()
                .sorted(Comparator.comparing(row -> row.value().created()))
                .map(row -> foundation.scope(Ticket.customerOf(row.value().customer()), job, Purpose.SERVICE))
                .toList();
    }

    @Override
    public Optional<CustomerScope> scope(CustomerReference reference, Actor.Job job) {
        return row(reference)
                .map(row -> foundation.scope(Ticket.customerOf(row.value().customer()), job, Purpose.SERVICE));
    }

    @Override
    public Map<CustomerReference, Licence> licences() {
        return licences.byReference();
    }

    @Override
    public Licence renew(
            CustomerReference reference, Licence.Kind kind, LocalDate expires, long expected, Actor actor) {
        return licences.renew(reference, kind, expires, expected, actor);
    }

    /** Gives customers that an older version made a licence. */
    public void complete() {
        Map<Id128, String> customers = new LinkedHashMap<>();
        rows().forEach(row -> customers.put(row.id(), row.value().customer()));
        licences.complete(customers);
    }

    @Override
    public String invite(CustomerReference reference, Role role, Duration life, Actor actor) {
        if (life.isNegative() || life.isZero() || life.compareTo(MAX_INVITATION) > 0) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "life: more than nothing and at most " + MAX_INVITATION.toDays() + " days");
        }
        Row<Form> row = row(reference)
                .orElseThrow(() -> new SekishoException(ErrorCode.NOT_FOUND, "There is no such customer."));
        String secret = foundation.newSecret();
        Instant now = foundation.realNow();
        Ticket ticket = Ticket.of(
                Optional.of(Ticket.customerOf(row.value().customer())),
                Optional.empty(),
                Optional.empty(),
                Optional.of(role),
                now);
        foundation.gatekeeper().put(INVITATION, Foundation.digest(secret), ticket.bytes(), Optional.of(now.plus(life)));
        audit.write(actor, "customer.invite", reference.toString());
        return secret;
    }

    /** Carries a new display name over into the register. */
    public void renamed(CustomerId customer, String name) {
        String text = Ticket.text(customer);
        changes.changing(customer, transaction -> {
            for (Row<Form> row : KIND.findBy(transaction, "customer", text)) {
                if (!row.value().name().equals(name)) {
                    KIND.update(
                            transaction,
                            row.id(),
                            row.version(),
                            new Form(text, name, row.value().created()),
                            Map.of("customer", text));
                }
            }
            return true;
        });
        changed.run();
    }

    /** Identifiers of every customer in the register. */
    public List<CustomerId> identifiers() {
        return rows().stream()
                .map(row -> Ticket.customerOf(row.value().customer()))
                .toList();
    }

    private Optional<Row<Form>> row(CustomerReference reference) {
        return foundation.installation().transact(transaction -> KIND.find(transaction, reference.value()));
    }

    private List<Row<Form>> rows() {
        return foundation.installation().transact(KIND::all);
    }

    private Customer customer(Row<Form> row) {
        return new Customer(
                new CustomerReference(row.id()),
                row.value().name(),
                foundation.options().issuer().region(),
                Instant.ofEpochMilli(row.value().created()));
    }

    /**
     * A customer as stored.
     *
     * @param customer base64 of the identifier
     * @param created milliseconds since 1970
     */
    record Form(String customer, String name, long created) {
        @Override
        public String toString() {
            return "customer";
        }
    }
}
