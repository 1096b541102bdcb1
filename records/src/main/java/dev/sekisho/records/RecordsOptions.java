package dev.sekisho.records;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where the records are and how much of the database they may use.
 *
 * @param database the embedded server, or an external one
 * @param rolePrefix how the names of the database roles start: 1 to 20 lower-case letters and digits; another one for each
 *     installation that shares a server
 * @param limits connections and times
 */
public record RecordsOptions(Location database, String rolePrefix, Limits limits) {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0,19}");

    /** @throws SekishoException {@code CONFIG_INVALID} */
    public RecordsOptions {
        if (!PREFIX.matcher(rolePrefix).matches()) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "the prefix of database roles has 1 to 20 lower-case letters and digits");
        }
    }

    /** The embedded server below {@code home/postgres}. */
    public static RecordsOptions embedded(Path home) {
        Path base = home.resolve("postgres");
        return new RecordsOptions(new Embedded(base, base.resolve("programs")), "sekisho", Limits.DEFAULT);
    }

    /**
     * An external PostgreSQL 15 or newer.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host/database}, without user or password in it
     * @param credentials a file with mode 0600 and the lines {@code user=} and {@code password=} of a role that owns the database
     *     and may create roles (CREATEROLE, not a superuser)
     */
    public static RecordsOptions external(String jdbcUrl, Path credentials) {
        return new RecordsOptions(new External(jdbcUrl, credentials), "sekisho", Limits.DEFAULT);
    }

    /** Where the database is. */
    public sealed interface Location {}

    /**
     * The server that comes with the product.
     *
     * @param folder its data, lock and log
     * @param programs where its programs are unpacked
     */
    public record Embedded(Path folder, Path programs) implements Location {}

    /** A server that somebody else runs. */
    public record External(String jdbcUrl, Path credentials) implements Location {}

    /**
     * Limits; the sum of the connections stays below the embedded server's 60.
     *
     * @param customerConnections for records of customers
     * @param installationConnections for records of the installation
     * @param gateConnections for the gatekeeper
     * @param jobConnections for the job table
     * @param timeout for a connection, and for one statement
     */
    public record Limits(
            int customerConnections,
            int installationConnections,
            int gateConnections,
            int jobConnections,
            Duration timeout) {
        /** What a node takes. */
        public static final Limits DEFAULT = new Limits(12, 6, 6, 4, Duration.ofSeconds(5));
    }
}
