package dev.sekisho.seal;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The life of the keys: rotations, and the wrap by a customer's own key service. None of them touches sealed data. Whenever one
 * is cut off, everything still opens, and the next start or the next call goes on. None begins while a place of the key store is
 * away: it would keep what is to end.
 *
 * <p>All of them throw {@code KEY_STORE_UNAVAILABLE} if not every place could be written, and {@code KEY_SERVICE_UNAVAILABLE} if
 * a key service is needed and does not answer; call again.
 */
public interface KeyLife {
    /** What there is. */
    Status status();

    /** The id of the root that opens the key store, which a recovery kit names; changes when the root is replaced. */
    Id128 rootId();

    /**
     * Replaces the root by a fresh one in its file; only the heads of the places are written anew.
     *
     * @param passphraseFile a file whose first line will be the passphrase
     */
    void rotateRootToFile(Optional<Path> passphraseFile);

    /** Replaces the root by one in the configured key service; the root file then only marks that there is one. */
    void rotateRootToService();

    /**
     * Wraps the heads anew under the newest version of the same root, and each customer's keys under the newest version of its
     * service's key.
     *
     * @return how many customers' keys were wrapped anew
     */
    int rewrap();

    /**
     * Replaces the region's keys: the keys of every owner are wrapped anew.
     *
     * @return how many owners that were
     */
    int rotateRegion();

    /**
     * Replaces a customer's own keys: all its entries are wrapped anew.
     *
     * @return how many entries that were
     */
    int rotateCustomer(CustomerScope scope);

    /** The same for the keys of the installation itself. */
    int rotateInstallation();

    /**
     * From here on a customer's own keys take the customer's key service as well as the region's keys. Copies of the key store
     * from before still open without it: rotate the customer's keys when those are gone.
     *
     * @param service a name of {@code keys.customerServices}
     * @return the handle by which the service's log calls this customer
     * @throws dev.sekisho.kernel.error.SekishoException {@code CONFIG_INVALID} if there is no such service
     */
    String wrapTwice(CustomerScope scope, String service);

    /** Ends that; it takes the service once more. */
    void wrapOnce(CustomerScope scope);

    /**
     * What there is, in numbers; names no customer.
     *
     * @param root where the root is
     * @param customers customers with keys
     * @param wrappedTwice those whose keys take their own key service as well
     * @param entries entries of the key store
     * @param rotating whether a rotation of the region's keys waits to be finished
     */
    record Status(String root, int customers, int wrappedTwice, int entries, boolean rotating) {}
}
