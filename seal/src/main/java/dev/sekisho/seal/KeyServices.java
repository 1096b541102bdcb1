package dev.sekisho.seal;

import java.util.Optional;

/** The customers' key services that the configuration names ({@code keys.customerServices}). */
@FunctionalInterface
public interface KeyServices {
    /** No service at all. */
    KeyServices NONE = name -> Optional.empty();

    /** The service of this name; empty if the configuration has none. */
    Optional<KeyService> named(String name);
}
