package dev.sekisho.directory.onramp;

import dev.sekisho.directory.OnRamps;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Changes;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore.Transaction;
import java.net.Inet4Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * On-ramps of one customer. A network that overlaps another customer's is refused, also a smaller one inside it: the longest
 * prefix wins, so it would take the other's traffic away. A wide one is for an operator to give: a customer that claims the
 * Internet takes the places of all who come later. Both refusals are the same, so that nobody can search for the networks of others.
 */
public final class SealedOnRamps implements OnRamps {
    private static final int MAX_NAME_CHARS = 100;
    private static final int MAX_ON_RAMPS = 64;
    private static final int WIDEST_IPV4 = 22;
    private static final int WIDEST_IPV6 = 44;

    private final Foundation foundation;
    private final CustomerScope scope;
    private final SealedAudit audit;
    private final Changes changes;
    private final Runnable changed;
    private final String customer;

    /** Of the scope's customer; {@code changed} is told after each change. */
    public SealedOnRamps(
            Foundation foundation, CustomerScope scope, SealedAudit audit, Changes changes, Runnable changed) {
        this.foundation = foundation;
        this.scope = scope;
        this.audit = audit;
        this.changes = changes;
        this.changed = changed;
        this.customer = Ticket.text(scope.customer());
    }

    @Override
    public List<OnRamp> list() {
        return foundation
                .installation()
                .transact(transaction -> own(transaction).stream()
                        .map(StoredOnRamp::onRamp)
                        .sorted(Comparator.comparing(OnRamp::name))
                        .toList());
    }

    @Override
    public OnRamp add(String name, SourceNetwork source, boolean signIn) {
        checkName(name);
        OnRamp added = changes.changing(scope.customer(), transaction -> {
            requireNarrow(source);
            claim(transaction, source, Optional.empty());
            return StoredOnRamp.onRamp(StoredOnRamp.KIND.insert(
                    transaction, foundation.newId(), form(name, source, signIn), Map.of("customer", customer)));
        });
        tell("on-ramp.add", added.id());
        return added;
    }

    @Override
    public OnRamp update(Id128 id, String name, SourceNetwork source, boolean signIn, long expected) {
        checkName(name);
        OnRamp updated = changes.changing(scope.customer(), transaction -> {
            Row<StoredOnRamp> old = own(transaction).stream()
                    .filter(row -> row.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new Changes.Refused(
                            new SekishoException(ErrorCode.NOT_FOUND, "There is no such on-ramp.")));
            if (old.version() != expected) {
                throw new Changes.Refused(new SekishoException(
                        ErrorCode.CONFLICT, "The on-ramp was changed by somebody else meanwhile; read it again."));
            }
            if (!source.toString().equals(old.value().network())) {
                requireNarrow(source);
            }
            claim(transaction, source, Optional.of(id));
            return StoredOnRamp.onRamp(StoredOnRamp.KIND.update(
                    transaction, id, expected, form(name, source, signIn), Map.of("customer", customer)));
        });
        tell("on-ramp.update", id);
        return updated;
    }

    @Override
    public boolean remove(Id128 id) {
        boolean removed = changes.changing(
                scope.customer(),
                transaction ->
                        own(transaction).stream().anyMatch(row -> row.id().equals(id))
                                && StoredOnRamp.KIND.delete(transaction, id));
        if (removed) {
            tell("on-ramp.remove", id);
        }
        return removed;
    }

    private void tell(String verb, Id128 id) {
        audit.write(scope.actor(), verb, id.toString());
        changed.run();
    }

    private void claim(Transaction transaction, SourceNetwork source, Optional<Id128> replaced) {
        int mine = 0;
        for (Row<StoredOnRamp> row : StoredOnRamp.KIND.all(transaction)) {
            if (replaced.equals(Optional.of(row.id()))) {
                continue;
            }
            SourceNetwork other = SourceNetwork.parse(row.value().network());
            boolean own = row.value().customer().equals(customer);
            mine += own ? 1 : 0;
            if (own ? other.equals(source) : other.overlaps(source)) {
                throw notYours();
            }
        }
        if (mine >= MAX_ON_RAMPS) {
            throw new Changes.Refused(new SekishoException(
                    ErrorCode.INVALID_INPUT, "A customer has at most " + MAX_ON_RAMPS + " on-ramps."));
        }
    }

    private void requireNarrow(SourceNetwork source) {
        boolean mayClaimAny = switch (scope.actor()) {
            case Actor.Operator operator -> true;
            case Actor.Job job -> true;
            case Actor.Person person -> false;
            case Actor.Program program -> false;
            case Actor.Gateway gateway -> false;
        };
        int widest = source.address() instanceof Inet4Address ? WIDEST_IPV4 : WIDEST_IPV6;
        if (!mayClaimAny && source.prefix() < widest) {
            throw notYours();
        }
    }

    private static Changes.Refused notYours() {
        return new Changes.Refused(new SekishoException(
                ErrorCode.CONFLICT,
                "source: this network is not yours to claim. Name networks of your own, each once and of /"
                        + WIDEST_IPV4 + " (IPv4) or /" + WIDEST_IPV6
                        + " (IPv6) at most; ask your operator for any other."));
    }

    private List<Row<StoredOnRamp>> own(Transaction transaction) {
        return StoredOnRamp.KIND.findBy(transaction, "customer", customer);
    }

    private StoredOnRamp form(String name, SourceNetwork source, boolean signIn) {
        return new StoredOnRamp(customer, name, source.toString(), signIn);
    }

    private static void checkName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "name: 1 to " + MAX_NAME_CHARS + " characters");
        }
    }
}
