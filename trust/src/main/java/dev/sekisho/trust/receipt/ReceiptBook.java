package dev.sekisho.trust.receipt;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps what the installation stated, one hash chain a subject; a chain outlives its subject. */
public interface ReceiptBook {
    /** Links that {@link #list} answers at most. */
    int MAX_LIST = 1000;

    /**
     * Adds a link; durable when this returns.
     *
     * @throws IllegalArgumentException if a fact is missing that the statement's kind needs
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} or {@code LEDGER_CUT} if the chain does not hold so
     *     far, {@code CLOCK_SET_BACK} if it is earlier than the link before, {@code CONFLICT} if others kept adding to the chain
     */
    Receipt append(Subject subject, Statement statement);

    /**
     * Adds a link under an identifier that the caller knows it by, once: what a crash, or somebody else at the same time, makes twice
     * is answered with the link that is there.
     *
     * @param id of the link; never used for another statement in this chain
     */
    Receipt append(Subject subject, Id128 id, Statement statement);

    /** Links before {@code before} (a number; {@link Long#MAX_VALUE} for the newest), newest first, at most {@code limit} (1 to 1,000). */
    List<Receipt> list(Subject subject, long before, int limit);

    /** One link of the subject's chain. */
    Optional<Receipt> find(Subject subject, Id128 id);

    /** The key to check receipts with, as it is given to operators and customers ({@link VerificationKey#pem()}). */
    VerificationKey publicKey();

    /**
     * Links as {@link #list} answers them, but up to {@link ReceiptFile#MAX_RECEIPTS}, to be handed out and checked elsewhere with
     * {@code sekisho verify}; with the newest link of the chain. Empty if there are none.
     */
    default Optional<ReceiptFile> file(Subject subject, long before, int limit) {
        if (limit < 1 || limit > ReceiptFile.MAX_RECEIPTS) {
            throw new IllegalArgumentException("limit: 1 to " + ReceiptFile.MAX_RECEIPTS + ", not " + limit);
        }
        List<Receipt> links = new ArrayList<>();
        for (long below = before; links.size() < limit; below = links.getLast().number()) {
            List<Receipt> page = list(subject, below, Math.min(MAX_LIST, limit - links.size()));
            if (page.isEmpty()) {
                break;
            }
            links.addAll(page);
        }
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
