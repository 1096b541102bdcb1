package dev.sekisho.trust.erasure;

import dev.sekisho.seal.InstallationVault;
import java.util.Optional;

/** Remembers in every place of the key store how far the ledger went: keys that are newer than the ledger tell that it was cut. */
public final class KeyStoreAnchor implements LedgerAnchor {
    private static final String LABEL = "erasure-ledger";

    private final InstallationVault vault;

    /** In the installation's keys. */
    public KeyStoreAnchor(InstallationVault vault) {
        this.vault = vault;
    }

    @Override
    public Optional<LedgerHead> find() {
        return vault.noted(LABEL).map(LedgerHead::of);
    }

    @Override
    public void keep(LedgerHead head) {
        vault.note(LABEL, head.bytes());
    }
}
