package dev.sekisho.trust.erasure;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore;
import java.util.HexFormat;
import java.util.Optional;

/** Remembers in the installation's records how far the ledger went. */
public final class RecordsAnchor implements LedgerAnchor {
    private static final Kind<Form> KIND = Kind.of("erasure-ledger", Form.class);
    private static final Id128 ONE = new Id128(0, 1);

    private final RecordStore installation;

    /** In the installation's records. */
    public RecordsAnchor(RecordStore installation) {
        this.installation = installation;
    }

    @Override
    public Optional<LedgerHead> find() {
        return installation
                .transact(transaction -> KIND.find(transaction, ONE))
                .map(row -> new LedgerHead(
                        row.value().number(),
                        HexFormat.of().parseHex(row.value().hash())));
    }

    @Override
    public void keep(LedgerHead head) {
        installation.transact(transaction -> KIND.put(transaction, ONE, new Form(head.number(), head.hex())));
    }

    /**
     * A head.
     *
     * @param number lines so far
     * @param hash of the last one, hexadecimal
     */
    record Form(long number, String hash) {}
}
