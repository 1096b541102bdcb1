package dev.sekisho.lake.query;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.duckdb.DuckDBDriver;

/**
 * A database engine for one query of one customer: in memory, and locked by its own settings to the given files before the first
 * statement of a query runs. Nothing it is asked can read another file, write one, or change a setting.
 */
final class Engine implements AutoCloseable {
    private final Connection connection;
    private final Deadline deadline;

    private Engine(Connection connection, Deadline deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** Starts an engine that can read {@code paths}, which this process made up itself, and nothing else. */
    static Engine open(List<String> paths, QueryLimits limits) {
        return open(paths, limits, Deadline.in(limits.timeout()));
    }

    /** The same for a query that began before: all its statements together end at its deadline. */
    static Engine open(List<String> paths, QueryLimits limits, Deadline deadline) {
        deadline.check();
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(limits.threads()));
        settings.setProperty("memory_limit", limits.memoryMiB() + "MiB");
        settings.setProperty("temp_directory", "");
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        try {
            Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", settings);
            Engine engine = new Engine(connection, deadline);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET allowed_paths = " + list(paths));
                statement.execute("SET enable_external_access = false");
                statement.execute("SET lock_configuration = true");
            } catch (SQLException e) {
                engine.close();
                throw e;
            }
            return engine;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Paths as a list in SQL. */
    static String list(List<String> paths) {
        return paths.stream().map(path -> "'" + path + "'").collect(Collectors.joining(", ", "[", "]"));
    }

    /** Reads a result. */
    interface Rows<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /** Runs a query. */
    <T> T query(String sql, List<Object> parameters, Rows<T> reader) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            return reader.read(rows);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Runs a statement without a result. */
    void execute(String sql, List<Object> parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.execute();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private PreparedStatement prepare(String sql, List<Object> parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(deadline.secondsLeft());
            bind(statement, parameters);
        } catch (SQLException | RuntimeException e) {
            statement.close(); // nobody else would
            throw e;
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, List<Object> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            switch (parameters.get(i)) {
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Long number -> statement.setLong(i + 1, number);
                case String text -> statement.setString(i + 1, text);
                default -> throw new IllegalArgumentException("a parameter of an unexpected type");
            }
        }
    }

    private static SekishoException failure(SQLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (message.contains("out of memory") || message.contains("interrupt") || message.contains("timeout")) {
            return new SekishoException(
                    ErrorCode.QUERY_TOO_BROAD,
                    "the query needs too much memory or time; narrow its time or criteria",
                    e);
        }
        return new SekishoException(ErrorCode.INTERNAL, "the query engine refused a statement", e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
