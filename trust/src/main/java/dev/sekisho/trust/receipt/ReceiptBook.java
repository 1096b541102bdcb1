package dev.sekisho.trust.receipt;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.Statement;
import java.util.List;
import java.util.Optional;

/** Keeps what the installation stated, one hash chain a subject; a chain outlives its subject. */
public interface ReceiptBook {
    /**
     * Adds a link; durable when this returns.
     *
     * @throws dev.sekisho.kernel.error.SekishoException {@code RECORD_DAMAGED} if the chain does not hold so far
     */
    Receipt append(Subject subject, Statement statement);

    /** Links before {@code before} (a number; {@link Long#MAX_VALUE} for the newest), newest first, at most {@code limit}. */
    List<Receipt> list(Subject subject, long before, int limit);

    /** One link of the subject's chain. */
    Optional<Receipt> find(Subject subject, Id128 id);
}
