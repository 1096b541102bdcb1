package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

    /**
     * Tells what follows when a customer's key service withdraws the customer's keys (or does not answer for {@code 60 s}): drop
     * whatever of that customer is open in memory, for example hot rows and decrypted chunks. Handles refuse with
     * {@code KEY_WITHDRAWN} by then, and work again when the service is back. Called on a thread that must not be held up.
     */
    void onWithdrawn(Consumer<CustomerId> listener);

    /** Customers whose keys are wrapped twice, for health. */
    SecondWrapHealth secondWraps();

    /** Rotations and wraps of the keys themselves. */
    KeyLife life();

    /** State of the places for health: one line a place, worst first. */
    List<PlaceHealth> places();

    /**
     * Copies of this key store in places of their own. Nobody else copies into the same places.
     *
     * @param places where; the caller sees to it that none of them is within the home folder
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFIG_INVALID} if there is none, or folders are not apart from each
     *     other, from the places of the key store and from the root file
     */
    KeyCopies copies(List<KeyCopyPlace> places);

    @Override
    void close();

    /**
     * Customers whose keys take their own key service as well.
     *
     * @param customers how many are open here
     * @param closed how many of them are closed, because their service does not give their keys
     * @param problem what a service that is late said last, or empty; names no customer
     */
    record SecondWrapHealth(int customers, int closed, String problem) {}

    /**
     * One place of the key store.
     *
     * @param place its folder
     * @param healthy whether it holds the newest state
     * @param detail what is wrong, or empty
     */
    record PlaceHealth(String place, boolean healthy, String detail) {}
}
