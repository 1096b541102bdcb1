package dev.sekisho.directory.base;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore.Transaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Word of what changed, for other processes: one record that counts all changes, which every process asks every two seconds, and
 * one for each customer. Who reads the count first and raises it last in one transaction has the changes of all to itself.
 */
public final class Changes {
    private static final Kind<Count> COUNT = Kind.of("change", Count.class);
    private static final Kind<Mark> MARK = Kind.of("change-mark", Mark.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final int ATTEMPTS = 20;

    private final Foundation foundation;

    /** Over the installation's records. */
    public Changes(Foundation foundation) {
        this.foundation = foundation;
    }

    /** Says that something of a customer changed. */
    public void announce(CustomerId customer) {
        changing(customer, transaction -> "");
    }

    /**
     * Changes records of the installation for a customer, with everybody else's changes kept out; tried again where another was
     * faster.
     */
    public <T> T changing(CustomerId customer, Function<Transaction, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return foundation.installation().transact(transaction -> {
                    Optional<Row<Count>> before = COUNT.find(transaction, ONE);
                    T result = work.apply(transaction);
                    mark(transaction, customer);
                    if (before.isPresent()) {
                        COUNT.update(
                                transaction,
                                ONE,
                                before.get().version(),
                                new Count(foundation.dataNow().toEpochMilli()),
                                Map.of());
                    } else {
                        COUNT.insert(
                                transaction, ONE, new Count(foundation.dataNow().toEpochMilli()), Map.of());
                    }
                    return result;
                });
            } catch (Refused e) {
                throw e.reason();
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void mark(Transaction transaction, CustomerId customer) {
        String text = Ticket.text(customer);
        Map<String, String> indexes = Map.of("customer", text);
        Optional<Row<Mark>> old =
                MARK.findBy(transaction, "customer", text).stream().findFirst();
        if (old.isPresent()) {
            MARK.update(transaction, old.get().id(), old.get().version(), new Mark(text), indexes);
        } else {
            MARK.insert(transaction, foundation.newId(), new Mark(text), indexes);
        }
    }

    /** Forgets the customer's mark, once the customer is gone; everybody looks at the register again. */
    public void forget(CustomerId customer) {
        announce(customer);
        foundation.installation().transact(transaction -> {
            MARK.findBy(transaction, "customer", Ticket.text(customer))
                    .forEach(row -> MARK.delete(transaction, row.id()));
            return true;
        });
    }

    /** How many changes there were. */
    public long count() {
        return foundation
                .installation()
                .<Long>transact(transaction ->
                        COUNT.find(transaction, ONE).map(Row::version).orElse(0L));
    }

    /** How many changes there were, by customer. */
    public Map<CustomerId, Long> marks() {
        return foundation.installation().transact(transaction -> {
            Map<CustomerId, Long> marks = new HashMap<>();
            MARK.all(transaction)
                    .forEach(row -> marks.put(Ticket.customerOf(row.value().customer()), row.version()));
            return marks;
        });
    }

    /** A conflict of the caller's own making, which trying again would not solve. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SekishoException reason;

        /** Carries the reason out of {@link #changing}. */
        public Refused(SekishoException reason) {
            super(reason);
            this.reason = reason;
        }

        SekishoException reason() {
            return reason;
        }
    }

    /** When something last changed; the count is the record's version. */
    record Count(long time) {}

    /** A customer; the count is the record's version. */
    record Mark(String customer) {}
}
