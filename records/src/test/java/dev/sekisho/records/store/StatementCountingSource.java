package dev.sekisho.records.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections that count the statements prepared on them. */
final class StatementCountingSource extends PGSimpleDataSource implements DataSource {
    private static final long serialVersionUID = 1L;
    private final transient PGSimpleDataSource source;
    private final String user;
    private final String password;
    private final transient AtomicInteger statements;

    StatementCountingSource(PGSimpleDataSource source, String user, String password, AtomicInteger statements) {
        this.source = source;
        this.user = user;
        this.password = password;
        this.statements = statements;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection(user, password);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("prepare")
                            || method.getName().equals("createStatement")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
