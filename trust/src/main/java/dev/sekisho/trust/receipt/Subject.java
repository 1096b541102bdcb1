package dev.sekisho.trust.receipt;

import dev.sekisho.directory.CustomerReference;

/** Whom a chain of receipts is about. */
public sealed interface Subject {
    /** The installation in its region. */
    record Installation() implements Subject {}

    /** A customer, also after it is gone. */
    record Customer(CustomerReference reference) implements Subject {}

    /** The spelling in a receipt. */
    default String wire() {
        return switch (this) {
            case Installation installation -> "installation";
            case Customer customer -> customer.reference().toString();
        };
    }
}
