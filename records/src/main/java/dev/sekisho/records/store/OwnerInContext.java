package dev.sekisho.records.store;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.PreparedStatement;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jspecify.annotations.Nullable;

/** Whose statements a Jdbi handle runs, as part of its configuration; nobody's unless {@link Door} said so. */
public final class OwnerInContext implements JdbiConfig<OwnerInContext> {
    private @Nullable Owner owner;

    /** Nobody; Jdbi makes it. */
    public OwnerInContext() {}

    private OwnerInContext(OwnerInContext other) {
        this.owner = other.owner;
    }

    void set(Owner value) {
        this.owner = value;
    }

    @Override
    public OwnerInContext createCopy() {
        return new OwnerInContext(this);
    }

    /** Refuses a statement that nobody owns before it leaves the process, in Java alone. */
    static final class Wall implements StatementCustomizer {
        @Override
        public void beforeTemplating(@Nullable PreparedStatement none, StatementContext context) {
            if (context.getConfig(OwnerInContext.class).owner == null) {
                throw new SekishoException(
                        ErrorCode.SCOPE_MISSING,
                        "A statement without a scope was stopped; this is a fault of the program.");
            }
        }
    }
}
