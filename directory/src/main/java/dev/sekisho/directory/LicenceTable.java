package dev.sekisho.directory;

import dev.sekisho.kernel.scope.CustomerScope;
import java.util.Optional;

/** The licences of the region, in memory. */
@FunctionalInterface
public interface LicenceTable {
    /** The licence of the scope's customer; empty if the customer is not known, or its departure began. Never blocks. */
    Optional<Licence> find(CustomerScope scope);
}
