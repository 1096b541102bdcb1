package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.scope.CustomerScope;

/** Deletes a customer by the routine that the end of a licence uses. */
@FunctionalInterface
public interface WholeCustomer {
    /** Begins; from here on there is no way back, and the routine's own job ends it. Beginning twice is no error. */
    void begin(CustomerScope scope, Cause cause);

    /** Why: what the receipt will say. */
    enum Cause {
        /** Two persons of the customer decided it. */
        REQUEST,
        /** The ledger says that the customer was erased: something brought back an old copy, or a crash came in between. */
        ERASED_BEFORE
    }
}
