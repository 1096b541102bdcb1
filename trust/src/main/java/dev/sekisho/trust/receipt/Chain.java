package dev.sekisho.trust.receipt;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.codec.Info;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the links of one subject's chain lie, within one transaction. A link's identifier in the store is a keyed hash of subject
 * and number, so that the store does not show which links belong together, and a number has one place.
 */
final class Chain {
    /** Its fields are the members of a receipt's JSON. */
    static final String LINK = "receipt";

    static final Kind<Head> HEADS = Kind.of("receipt-head", Head.class);
    private static final String ID = "id";
    private static final int ID_BYTES = 16;
    private static final HexFormat HEX = HexFormat.of();

    private final InstallationVault vault;
    private final Transaction transaction;
    private final String subject;

    Chain(InstallationVault vault, Transaction transaction, String subject) {
        this.vault = vault;
        this.transaction = transaction;
        this.subject = subject;
    }

    /** The newest link of a chain: written in one transaction with it. */
    record Head(String subject, long number, String hash) {}

    Optional<Row<Head>> head() {
        return HEADS.find(transaction, headId());
    }

    /** The link that a head names. */
    Receipt at(Head head) {
        Receipt link = link(head.number());
        if (!Arrays.equals(link.hash(), HEX.parseHex(head.hash()))) {
            throw damaged("The newest receipt of a chain is not the one that its head names");
        }
        return link;
    }

    boolean has(long number) {
        return transaction.find(LINK, linkId(number)).isPresent();
    }

    /**
     * A link that must be there.
     *
     * @throws SekishoException {@code LEDGER_CUT} if it is not, {@code RECORD_DAMAGED} if it is another one
     */
    Receipt link(long number) {
        Receipt link = transaction
                .find(LINK, linkId(number))
                .map(stored -> read(stored.payload()))
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.LEDGER_CUT,
                        "Receipt " + number
                                + " of a chain is missing. Compare the records database with its last backup."));
        if (link.number() != number || !signed(link)) {
            throw damaged("Receipt " + number + " of a chain is not what was signed");
        }
        return link;
    }

    Optional<Receipt> find(Id128 id) {
        return transaction.findBy(LINK, ID, index(id)).stream()
                .map(stored -> read(stored.payload()))
                .filter(link -> link.id().equals(id) && signed(link))
                .findFirst();
    }

    /** Adds a link and moves the head, of which {@code before} was read. */
    void add(Optional<Row<Head>> before, Receipt link) {
        transaction.insert(LINK, linkId(link.number()), ReceiptFile.bytes(link), Map.of(ID, index(link.id())));
        Head head = new Head(subject, link.number(), HEX.formatHex(link.hash()));
        if (before.isPresent()) {
            HEADS.update(transaction, headId(), before.get().version(), head, Map.of());
        } else {
            HEADS.insert(transaction, headId(), head, Map.of());
        }
    }

    private boolean signed(Receipt link) {
        return link.subject().equals(subject) && vault.verify(Receipt.PURPOSE, link.message(), link.signature());
    }

    private String index(Id128 id) {
        return subject + " " + id;
    }

    Id128 headId() {
        return id("trust.receipt-head", Info.of(subject));
    }

    Id128 linkId(long number) {
        return id("trust.receipt", Info.of(subject).number(number));
    }

    private Id128 id(String label, Info parts) {
        return Id128.of(Arrays.copyOf(vault.mac(label, parts.bytes()), ID_BYTES));
    }

    private static Receipt read(byte[] payload) {
        try {
            return ReceiptFile.receipt(payload);
        } catch (SekishoException e) {
            throw damaged("A stored receipt cannot be read");
        }
    }

    private static SekishoException damaged(String what) {
        return new SekishoException(
                ErrorCode.RECORD_DAMAGED, what + ". Compare the records database with its last backup.");
    }

    static List<Head> heads(Transaction transaction) {
        return HEADS.all(transaction).stream().map(Row::value).toList();
    }
}
