package dev.sekisho.trust.erasure;

import java.util.Optional;

/** A place outside the erasure ledger that remembers how far it went. */
public interface LedgerAnchor {
    /** The newest head that was kept here. */
    Optional<LedgerHead> find();

    /** Keeps a head; durable when this returns. */
    void keep(LedgerHead head);
}
