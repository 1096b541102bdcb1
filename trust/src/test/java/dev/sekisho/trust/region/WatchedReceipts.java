package dev.sekisho.trust.region;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.util.List;
import java.util.Optional;

/** A real book that fails when it is told to, or in front of which something happens. */
public final class WatchedReceipts implements ReceiptBook {
    private final ReceiptBook book;
    public volatile boolean failing;
    /** Happens once, before the next link is added. */
    public volatile Runnable before = () -> {};

    public WatchedReceipts(ReceiptBook book) {
        this.book = book;
    }

    @Override
    public Receipt append(Subject subject, Statement statement) {
        pass();
        return book.append(subject, statement);
    }

    @Override
    public Receipt append(Subject subject, Id128 id, Statement statement) {
        pass();
        return book.append(subject, id, statement);
    }

    private void pass() {
        if (failing) {
            throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "the book of this test fails");
        }
        Runnable meanwhile = before;
        before = () -> {};
        meanwhile.run();
    }

    @Override
    public List<Receipt> list(Subject subject, long before, int limit) {
        return book.list(subject, before, limit);
    }

    @Override
    public Optional<Receipt> find(Subject subject, Id128 id) {
        return book.find(subject, id);
    }

    @Override
    public VerificationKey publicKey() {
        return book.publicKey();
    }
}
