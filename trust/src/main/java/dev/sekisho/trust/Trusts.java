package dev.sekisho.trust;

/** Opens trust engines. */
public final class Trusts {
    private Trusts() {}

    /**
     * Opens the trust engine of a region, after it applied the erasure ledger to what is there.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code LEDGER_CUT} if the records remember more erasures than the ledger, or
     *     what stops an erasure from being applied again: then nothing may be served
     */
    public static Trust open(TrustOptions options) {
        return TrustService.open(options);
    }
}
