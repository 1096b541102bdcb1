package dev.sekisho.records.connect;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * Where the database answers, and with which limits it is talked to. A server that is not on loopback is talked to by TLS with a
 * verified certificate unless the address says otherwise. Passwords are proved by SCRAM, never sent.
 *
 * @param url without user and password
 * @param timeout for connecting and for one statement
 */
public record Address(String url, Duration timeout) {
    /** @throws SekishoException {@code CONFIG_INVALID} */
    public Address {
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed == null || parsed.getProperty("user") != null || parsed.getProperty("password") != null) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "control.database: expected jdbc:postgresql://host/database without user and password");
        }
    }

    /** A pool of connections of one role, which is made without asking the server. */
    public HikariDataSource pool(String name, String user, String password, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(timeout.toMillis());
        config.setValidationTimeout(Math.max(250, timeout.toMillis() / 4));
        config.setInitializationFailTimeout(-1);
        config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(20).toMillis());
        config.setDataSourceProperties(properties(timeout));
        return new HikariDataSource(config);
    }

    /** One connection. */
    public Connection connect(String user, String password, Duration limit) throws SQLException {
        return connect(user, password, limit, Map.of());
    }

    /** One connection, with further properties of the driver. */
    public Connection connect(String user, String password, Duration limit, Map<String, String> further)
            throws SQLException {
        Properties properties = properties(limit);
        properties.putAll(further);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(url, properties);
    }

    private Properties properties(Duration limit) {
        long seconds = Math.max(1, limit.toSeconds());
        // The server gives up a little before this side does, so that its answer is still heard.
        long statementMillis = Math.max(500, limit.toMillis() - 500);
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", Long.toString(seconds));
        properties.setProperty("loginTimeout", Long.toString(seconds));
        properties.setProperty("socketTimeout", Long.toString(seconds));
        properties.setProperty("cancelSignalTimeout", "1");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "sekisho");
        // SCRAM (RFC 5802) alone: whoever answers at the address must not be able to ask for the password in clear or
        // as MD5.
        properties.setProperty("requireAuth", "scram-sha-256");
        properties.setProperty(
                "options",
                "-c search_path=sekisho -c statement_timeout=" + statementMillis + " -c lock_timeout=" + statementMillis
                        + " -c idle_in_transaction_session_timeout=60000");
        Properties parsed = Driver.parseURL(url, new Properties());
        if (parsed != null && parsed.getProperty("sslmode") == null && !isLoopback(parsed.getProperty("PGHOST", ""))) {
            properties.setProperty("sslmode", "verify-full");
        }
        return properties;
    }

    private static boolean isLoopback(String hosts) {
        for (String host : hosts.split(",")) {
            if (!host.equals("localhost") && !host.equals("127.0.0.1") && !host.equals("::1")) {
                return false;
            }
        }
        return true;
    }
}
