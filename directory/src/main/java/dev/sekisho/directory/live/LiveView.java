package dev.sekisho.directory.live;

import dev.sekisho.directory.CollectionTable;
import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.Licence;
import dev.sekisho.directory.LicenceTable;
import dev.sekisho.directory.OnRampTable;
import dev.sekisho.directory.OnRamps.OnRamp;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.customer.LicenceBook;
import dev.sekisho.directory.customer.Register;
import dev.sekisho.directory.customer.StoredSettings;
import dev.sekisho.directory.onramp.PrefixTable;
import dev.sekisho.directory.onramp.StoredOnRamp;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Purpose;
import dev.sekisho.policy.CompiledPolicy;
import dev.sekisho.policy.Policy;
import dev.sekisho.policy.PolicySource;
import dev.sekisho.policy.category.CategoryTable;
import java.net.InetAddress;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that gateways ask, in one immutable picture that is swapped as a whole. Only what changed is read again: the count of
 * all changes tells whether, the marks of customers tell whose. A customer whose records cannot be read keeps what was known of it;
 * one whose own keys were withdrawn does not: of it only the networks stay, so that its traffic is refused with the reason.
 */
public final class LiveView implements OnRampTable, PolicySource, LicenceTable, CollectionTable {
    private static final Logger log = LoggerFactory.getLogger(LiveView.class);

    private final Foundation foundation;
    private final Changes changes;
    private final Register register;
    private final LicenceBook licences;
    private final Function<CustomerScope, Optional<CompiledPolicy>> policies;
    private final Function<CustomerScope, EventCollection> collections;
    private final Consumer<CustomerId> forget;
    private final List<Consumer<CustomerId>> listeners = new CopyOnWriteArrayList<>();

    /** Customers whose keys were withdrawn, with a number that is another one at each withdrawal. */
    private final Map<CustomerId, Long> withdrawn = new ConcurrentHashMap<>();

    private final AtomicLong withdrawals = new AtomicLong();
    private volatile int unreadable;
    private volatile Picture picture =
            new Picture(-1, Map.of(), Map.of(), Map.of(), new PrefixTable(Map.of()), CategoryTable.empty());

    /**
     * Nothing is known before the first {@link #refresh}.
     *
     * @param policies reads a customer's policy in force
     * @param collections reads what is stored of a customer's events
     * @param forget is told of customers who changed
     */
    public LiveView(
            Foundation foundation,
            Changes changes,
            Register register,
            LicenceBook licences,
            Function<CustomerScope, Optional<CompiledPolicy>> policies,
            Function<CustomerScope, EventCollection> collections,
            Consumer<CustomerId> forget) {
        this.foundation = foundation;
        this.changes = changes;
        this.register = register;
        this.licences = licences;
        this.policies = policies;
        this.collections = collections;
        this.forget = forget;
    }

    @Override
    public Optional<Match> find(InetAddress source) {
        return picture.table().find(source);
    }

    @Override
    public boolean anySignIn() {
        return picture.table().anySignIn();
    }

    @Override
    public boolean withdrawn(CustomerScope scope) {
        return withdrawn.containsKey(scope.customer());
    }

    @Override
    public Optional<Policy> current(CustomerScope scope) {
        Known known = known(scope);
        return known == null ? Optional.empty() : known.policy().map(policy -> policy);
    }

    @Override
    public Optional<Licence> find(CustomerScope scope) {
        return Optional.ofNullable(picture.licences().get(scope.customer()));
    }

    @Override
    public Optional<EventCollection> collection(CustomerScope scope) {
        return Optional.ofNullable(known(scope)).map(Known::collection);
    }

    private @Nullable Known known(CustomerScope scope) {
        return withdrawn(scope) ? null : picture.customers().get(scope.customer());
    }

    /** Tells {@code listener} of customers of whom nothing may stay in memory: their keys were withdrawn, or they left. */
    public void onForgotten(Consumer<CustomerId> listener) {
        listeners.add(listener);
    }

    /** Nothing of the customer is in force from here on; the next {@link #refresh} drops it. Returns at once. */
    public void withdraw(CustomerId customer) {
        withdrawn.put(customer, withdrawals.incrementAndGet());
        drop(customer);
    }

    /** The customer left: whoever keeps something of it in memory is told. */
    public void drop(CustomerId customer) {
        forget.accept(customer);
        for (Consumer<CustomerId> listener : listeners) {
            try {
                listener.accept(customer);
            } catch (RuntimeException e) {
                log.error("What follows when a customer is forgotten failed.", e);
            }
        }
    }

    /** Reads what changed since the last time. */
    public synchronized void refresh() {
        CategoryTable lists = foundation.options().categories().get();
        // With other category lists every policy is another one.
        Picture old = lists == picture.lists()
                ? picture
                : new Picture(-1, Map.of(), Map.of(), Map.of(), picture.table(), lists);
        long count = changes.count();
        if (count == old.count() && !stirred(old)) {
            return;
        }
        Map<CustomerId, Long> marks = changes.marks();
        Map<CustomerId, Known> customers = new HashMap<>();
        int failed = 0;
        List<CustomerId> registered = List.copyOf(register.identifiers());
        for (CustomerId customer : registered) {
            Known known = old.customers().get(customer);
            boolean same = marks.getOrDefault(customer, 0L).equals(old.marks().get(customer));
            Long withdrawal = withdrawn.get(customer);
            if (known == null || !same || withdrawal != null) {
                forget.accept(customer);
                try {
                    known = read(customer);
                    if (withdrawal != null) {
                        withdrawn.remove(customer, withdrawal); // unless it was withdrawn again meanwhile
                    }
                } catch (SekishoException e) {
                    if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
                        throw e;
                    }
                    if (e.code() == ErrorCode.KEY_WITHDRAWN) {
                        withdrawn.computeIfAbsent(customer, any -> withdrawals.incrementAndGet());
                        continue;
                    }
                    // One customer's damage is not another's: what was known stays, and the next look tries again.
                    log.debug("a customer's records", e);
                    known = picture.customers().get(customer);
                    marks.remove(customer);
                    failed++;
                }
            }
            if (known != null) {
                customers.put(customer, known);
            }
        }
        tell(failed);
        Picture before = picture;
        picture = new Picture(
                failed == 0 ? count : -1,
                Map.copyOf(customers),
                Map.copyOf(licences.byCustomer()),
                Map.copyOf(marks),
                table(customers),
                lists);
        before.customers().keySet().stream()
                .filter(customer -> !customers.containsKey(customer))
                .forEach(this::drop);
        withdrawn.keySet().retainAll(registered);
    }

    /** Whether something of a withdrawn customer is still known, or its keys are back. */
    private boolean stirred(Picture old) {
        return withdrawn.keySet().stream()
                .anyMatch(customer -> old.customers().containsKey(customer) || opens(customer));
    }

    private boolean opens(CustomerId customer) {
        try {
            settings(scope(customer));
            return true;
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
                throw e;
            }
            return e.code() != ErrorCode.KEY_WITHDRAWN; // anything else is for the reading of everything to tell
        }
    }

    /** How many customers' settings or policies cannot be read; then what was known of them before stays in force. */
    public int unreadable() {
        return unreadable;
    }

    private void tell(int failed) {
        if (failed != unreadable) {
            log.error(
                    "{} customer(s) have settings or a policy that cannot be read; what was known of them stays in force.",
                    failed);
        }
        unreadable = failed;
    }

    private Known read(CustomerId customer) {
        CustomerScope scope = scope(customer);
        return new Known(settings(scope), policies.apply(scope), collections.apply(scope));
    }

    private CustomerScope scope(CustomerId customer) {
        return foundation.scope(customer, new Actor.Job("directory.refresh"), Purpose.SERVICE);
    }

    private CustomerSettings settings(CustomerScope scope) {
        return foundation.records().of(scope).transact(StoredSettings::read);
    }

    private PrefixTable table(Map<CustomerId, Known> customers) {
        Map<SourceNetwork, Match> networks = new HashMap<>();
        Map<CustomerId, List<OnRamp>> onRamps = StoredOnRamp.all(foundation);
        onRamps.forEach((customer, ramps) -> {
            Known known = customers.get(customer);
            if (known != null) {
                ramps.forEach(ramp -> networks.put(ramp.source(), match(customer, known.settings(), ramp)));
            } else if (withdrawn.containsKey(customer)) {
                ramps.forEach(ramp -> networks.put(ramp.source(), match(customer, ramp)));
            }
        });
        return new PrefixTable(networks);
    }

    private Match match(CustomerId customer, CustomerSettings settings, OnRamp ramp) {
        return new Match(
                ramp.name(),
                foundation.scope(
                        customer, new Actor.Gateway(foundation.options().node()), Purpose.SERVICE),
                ramp.signIn(),
                settings.name(),
                settings.contact(),
                settings.logRetentionDays(),
                settings.logUnavailable(),
                ZoneId.of(settings.timeZone()));
    }

    /** Of a customer whose settings cannot be opened. */
    private Match match(CustomerId customer, OnRamp ramp) {
        return new Match(
                ramp.name(),
                foundation.scope(
                        customer, new Actor.Gateway(foundation.options().node()), Purpose.SERVICE),
                ramp.signIn(),
                "",
                "",
                CustomerSettings.MAX_LOG_RETENTION_DAYS,
                CustomerSettings.LogUnavailable.REFUSE,
                ZoneOffset.UTC);
    }

    private record Known(CustomerSettings settings, Optional<CompiledPolicy> policy, EventCollection collection) {}

    private record Picture(
            long count,
            Map<CustomerId, Known> customers,
            Map<CustomerId, Licence> licences,
            Map<CustomerId, Long> marks,
            PrefixTable table,
            CategoryTable lists) {}
}
