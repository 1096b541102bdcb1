package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.seal.CustomerVault;
import dev.sekisho.seal.Vault;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the erasure ledger to whatever is there, before anybody is served. First {@link #keys}, before records and lake are opened:
 * keys that an old copy of the key store brought back are destroyed again. Then {@link #stores}: people that an old copy of the
 * records brought back are erased again, and their events are hidden again and rewritten by the next run of the job. A customer whose
 * key service does not give its keys holds up nobody: names of people are destroyed without its keys, and the rest waits in
 * {@link LateErasures}.
 */
public final class LedgerReplay {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerReplay.class);
    private static final byte[] NOTHING = new byte[0];

    private final ErasureLedger ledger;
    private final Vault vault;
    private final Function<CustomerId, CustomerScope> scopes;

    /**
     * A replay.
     *
     * @param scopes a scope for the job's own work, of a customer that the ledger names
     */
    public LedgerReplay(ErasureLedger ledger, Vault vault, Function<CustomerId, CustomerScope> scopes) {
        this.ledger = ledger;
        this.vault = vault;
        this.scopes = scopes;
    }

    /**
     * What a replay found.
     *
     * @param customers that had keys again
     * @param people that had keys, or records, again
     */
    public record Found(int customers, int people) {}

    /**
     * Destroys again what the key store should not have.
     *
     * @throws SekishoException {@code KEY_STORE_UNAVAILABLE}: nothing may be served
     */
    public Found keys() {
        int customers = 0;
        int people = 0;
        Map<CustomerId, Boolean> gone = new HashMap<>();
        for (Tombstone tombstone : ledger.tombstones()) {
            if (tombstone.person().isEmpty()) {
                gone.put(tombstone.customer(), true);
                customers += customer(scopes.apply(tombstone.customer())) ? 1 : 0;
            }
        }
        for (Tombstone tombstone : ledger.tombstones()) {
            if (tombstone.person().isPresent() && !gone.containsKey(tombstone.customer())) {
                people += person(
                                scopes.apply(tombstone.customer()),
                                tombstone.person().get())
                        ? 1
                        : 0;
            }
        }
        if (customers + people > 0) {
            LOG.warn(
                    "An old copy of the key store was brought back: the keys of {} customers and {} people were destroyed again",
                    customers,
                    people);
        }
        return new Found(customers, people);
    }

    /** The ledger is written before the keys go, so after a crash this is no old copy but the erasing itself, which is due. */
    private boolean customer(CustomerScope scope) {
        try {
            vault.of(scope);
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_DESTROYED) {
                return false;
            }
            if (e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
        }
        vault.destroy(scope);
        return true;
    }

    private boolean person(CustomerScope scope, PersonToken token) {
        CustomerVault keys;
        try {
            keys = vault.of(scope);
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.KEY_DESTROYED || e.code() == ErrorCode.KEY_UNKNOWN) {
                return false;
            }
            throw e;
        }
        try {
            keys.openIdentity(token, 1, NOTHING);
        } catch (SekishoException e) {
            // Whatever else this says, also that the customer's keys are withdrawn: the person's are destroyed without
            // them.
            if (e.code() == ErrorCode.KEY_DESTROYED) {
                return false;
            }
        }
        keys.destroyIdentity(token);
        return true;
    }

    /**
     * Erases again what the records should not have, and hides again what the lake should not show.
     *
     * @param late gets what waits for the keys of a customer
     * @throws SekishoException if something could not be erased: nothing may be served
     */
    public Found stores(ErasureDesk parts, LateErasures late) {
        Map<CustomerId, Set<PersonToken>> people = new HashMap<>();
        Set<CustomerId> gone = new HashSet<>();
        for (Tombstone tombstone : ledger.tombstones()) {
            tombstone
                    .person()
                    .ifPresentOrElse(
                            token -> people.computeIfAbsent(tombstone.customer(), any -> new HashSet<>())
                                    .add(token),
                            () -> gone.add(tombstone.customer()));
        }
        int customers = 0;
        int persons = 0;
        for (CustomerScope scope : parts.desk()
                .directory()
                .customers()
                .scopes(new dev.sekisho.kernel.scope.Actor.Job("trust.erasure-replay"))) {
            if (gone.contains(scope.customer())) {
                parts.deletion().begin(scope, WholeCustomer.Cause.ERASED_BEFORE);
                customers++;
                continue;
            }
            Set<PersonToken> tokens = people.getOrDefault(scope.customer(), Set.of());
            if (!tokens.isEmpty()) {
                persons += late.erase(scope, tokens);
            }
        }
        if (customers + persons > 0) {
            LOG.warn(
                    "An old copy of the records was brought back: {} customers and {} people are erased again",
                    customers,
                    persons);
        }
        ledger.settle();
        return new Found(customers, persons);
    }
}
