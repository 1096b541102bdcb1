package dev.sekisho.seal.codec;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.Region;

/**
 * Whose sealed data it is: a customer in a region, or the installation itself. Part of every context, so that what was moved to
 * another owner does not open.
 *
 * @param region where
 * @param id the customer's 128 bits; all zero for the installation
 */
public record Owner(Region region, Id128 id) {
    private static final Id128 INSTALLATION = new Id128(0, 0);

    /** A customer. */
    public static Owner of(Region region, CustomerId customer) {
        return new Owner(region, Id128.of(customer.bytes()));
    }

    /** The installation in its region. */
    public static Owner installation(Region region) {
        return new Owner(region, INSTALLATION);
    }

    /** Whether this is the installation and no customer. */
    public boolean isInstallation() {
        return id.equals(INSTALLATION);
    }

    /** The customer. */
    public CustomerId customer() {
        return CustomerId.of(id.bytes());
    }

    /** A context that begins with the purpose, the region and the owner. */
    public Info info(String purpose) {
        return Info.of(purpose).text(region.name()).part(id.bytes());
    }

    /** The identifier is never printed. */
    @Override
    public String toString() {
        return isInstallation() ? "installation" : "customer";
    }
}
