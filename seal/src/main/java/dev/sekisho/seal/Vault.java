package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one region, opened. It hands out handles, never key bytes: what a handle does not offer cannot be done with the
 * key behind it. No key seals a byte before every configured place of the key store holds it.
 */
public interface Vault extends AutoCloseable {
    /**
     * Makes the key tree of a new customer.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE} if not every place could be written
     */
    CustomerVault create(CustomerScope scope);

    /**
     * The keys of an existing customer.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_UNKNOWN} or {@code KEY_DESTROYED}
     */
    CustomerVault of(CustomerScope scope);

    /**
     * Destroys a customer's keys in every place: whatever is sealed under them, wherever a copy of it lies, is dark from here on.
     * Destroying twice is no error.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code KEY_STORE_UNAVAILABLE} if not every place could be written; call
     *     again until it returns
     */
    void destroy(CustomerScope scope);

    /** The keys of the installation itself, which no customer owns. */
    InstallationVault installation();

    /** Customers that have keys here: for recovery and for jobs, which ask the scope issuer for a scope of each. */
    List<CustomerId> customers();

    /** Whose log key this is, for recovery of a write-ahead log; empty once it was destroyed. */
    Optional<CustomerId> ownerOfLogKey(Id128 logKey);

    /** State of the places for health: one line a place, worst first. */
    List<PlaceHealth> places();

    @Override
    void close();

    /**
     * One place of the key store.
     *
     * @param place its folder
     * @param healthy whether it holds the newest state
     * @param detail what is wrong, or empty
     */
    record PlaceHealth(String place, boolean healthy, String detail) {}
}
