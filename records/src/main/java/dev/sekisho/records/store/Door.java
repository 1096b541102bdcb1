package dev.sekisho.records.store;

import dev.sekisho.records.connect.Failures;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;

/**
 * The one way to a connection for records: it takes an owner, opens a transaction, and tells the database who the customer is, for
 * this transaction only. A pooled connection carries nothing over.
 */
public final class Door {
    /** More than any pool holds. */
    private static final int MAX_STALE = 64;

    private final Jdbi jdbi;
    private final LongAdder transactions;
    private final LongAdder failures;

    /** A door to connections of one role; counts what passes. */
    public Door(DataSource connections, LongAdder transactions, LongAdder failures) {
        this.jdbi = Jdbi.create(connections);
        this.transactions = transactions;
        this.failures = failures;
        jdbi.getConfig(SqlStatements.class).addCustomizer(new OwnerInContext.Wall());
        // Error texts never carry a statement or a value.
        jdbi.getConfig(StatementExceptions.class)
                .setMessageRendering(e -> e.getClass().getSimpleName());
    }

    <T> T enter(Owner owner, Function<Handle, T> work) {
        transactions.increment();
        for (int attempt = 1; ; attempt++) {
            AtomicBoolean entered = new AtomicBoolean();
            try {
                return jdbi.inTransaction(handle -> {
                    handle.getConfig(OwnerInContext.class).set(owner);
                    greet(handle, owner);
                    entered.set(true);
                    return work.apply(handle);
                });
            } catch (JdbiException e) {
                // A pooled connection that the server closed in the meantime; no work was begun on it.
                if (!entered.get() && attempt <= MAX_STALE && Failures.isGone(e)) {
                    continue;
                }
                failures.increment();
                throw Failures.translate(e);
            }
        }
    }

    private static void greet(Handle handle, Owner owner) {
        switch (owner) {
            case Owner.Customer customer ->
                handle.createQuery("SELECT set_config('sekisho.customer', :secret, true)")
                        .bind("secret", customer.secret().toString())
                        .mapTo(String.class)
                        .one();
            case Owner.Installation none -> handle.execute("SELECT 1");
        }
    }

    /** For the test of the first wall. */
    Jdbi jdbi() {
        return jdbi;
    }
}
