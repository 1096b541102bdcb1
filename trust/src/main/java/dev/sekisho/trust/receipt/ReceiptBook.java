package dev.sekisho.trust.receipt;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import java.util.List;
import java.util.Optional;

/** Keeps what the installation stated, one hash chain a subject; a chain outlives its subject. */
public interface ReceiptBook {
    /**
     * Adds a link; durable when this returns.
     *
     * @throws IllegalArgumentException if a fact is missing that the statement's kind needs
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} or {@code LEDGER_CUT} if the chain does not hold so
     *     far, {@code CLOCK_SET_BACK} if it is earlier than the link before, {@code CONFLICT} if others kept adding to the chain
     */
    Receipt append(Subject subject, Statement statement);

    /** Links before {@code before} (a number; {@link Long#MAX_VALUE} for the newest), newest first, at most {@code limit}. */
    List<Receipt> list(Subject subject, long before, int limit);

    /** One link of the subject's chain. */
    Optional<Receipt> find(Subject subject, Id128 id);

    /** The key to check receipts with, as it is given to operators and customers ({@link VerificationKey#pem()}). */
    VerificationKey publicKey();

    /**
     * The same links as {@link #list}, to be handed out and checked elsewhere with {@code sekisho verify}; with the newest link of
     * the chain. Empty if there are none.
     */
    default Optional<ReceiptFile> file(Subject subject, long before, int limit) {
        List<Receipt> links = list(subject, before, limit);
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReceiptFile(
                        publicKey(),
                        links.reversed(),
                        list(subject, Long.MAX_VALUE, 1).stream()
                                .filter(head -> head.number() > links.getFirst().number())
                                .findFirst()));
    }
}
