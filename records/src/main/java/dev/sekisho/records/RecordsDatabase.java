package dev.sekisho.records;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.connect.Address;
import dev.sekisho.records.connect.Failures;
import dev.sekisho.records.connect.OwnerCredentials;
import dev.sekisho.records.connect.Preparation;
import dev.sekisho.records.connect.Role;
import dev.sekisho.records.connect.RolePasswords;
import dev.sekisho.records.copy.ExpiredChanges;
import dev.sekisho.records.copy.TableCopy;
import dev.sekisho.records.copy.TableLoad;
import dev.sekisho.records.job.JobTable;
import dev.sekisho.records.postgres.EmbeddedServer;
import dev.sekisho.records.store.Door;
import dev.sekisho.records.store.SealedGatekeeper;
import dev.sekisho.records.store.SealedRecordStore;
import dev.sekisho.seal.Vault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The records on PostgreSQL. Passwords are kept nowhere: those of the roles, and of the embedded server's owner and superuser, are
 * derived from the installation's keys ({@link RolePasswords}); an external owner's stand in a file with mode 0600.
 */
public final class RecordsDatabase implements Records {
    private static final String EMBEDDED_DATABASE = "sekisho";
    private static final Duration PROBE = Duration.ofSeconds(1);

    private final Vault vault;
    private final InstantSource clock;
    private final Address address;
    private final String prefix;
    private final RolePasswords passwords;
    private final @Nullable EmbeddedServer server;
    private final List<HikariDataSource> pools;
    private final HikariDataSource jobPool;
    private final Door customers;
    private final Door installation;
    private final Gatekeeper gatekeeper;
    private final TableCopy copy;
    private final LongAdder transactions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder jobFailures = new LongAdder();
    private @Nullable JobTable jobs;

    private RecordsDatabase(
            RecordsOptions options,
            Address address,
            @Nullable EmbeddedServer server,
            Vault vault,
            InstantSource clock,
            InstantSource realClock) {
        this.vault = vault;
        this.clock = clock;
        this.address = address;
        this.server = server;
        this.prefix = options.rolePrefix();
        this.passwords = new RolePasswords(vault.installation());
        this.copy = new TableCopy(address, prefix, passwords);
        RecordsOptions.Limits limits = options.limits();
        HikariDataSource customerPool = pool(Role.RECORDS, limits.customerConnections());
        HikariDataSource installationPool = pool(Role.INSTALLATION, limits.installationConnections());
        HikariDataSource gatePool = pool(Role.GATE, limits.gateConnections());
        this.jobPool = pool(Role.JOBS, limits.jobConnections());
        this.pools = List.of(customerPool, installationPool, gatePool, jobPool);
        this.customers = new Door(customerPool, transactions, failures);
        this.installation = new Door(installationPool, transactions, failures);
        this.gatekeeper =
                new SealedGatekeeper(new Door(gatePool, transactions, failures), vault.installation(), realClock);
    }

    /**
     * Opens the records; starts and prepares the database where needed.
     *
     * @param clock stamps records and drives jobs; may be moved in a laboratory
     * @throws dev.sekisho.kernel.error.SekishoException {@code DATABASE_UNAVAILABLE}, {@code DATABASE_SCHEMA},
     *     {@code CONFIG_INVALID}, {@code CONFLICT} (home is in use), {@code KEY_UNKNOWN} (other keys), {@code DISK_FAILED}
     */
    public static RecordsDatabase open(RecordsOptions options, Vault vault, InstantSource clock) {
        return open(options, vault, clock, InstantSource.system());
    }

    /** As above, with the clock by which credentials end; only a test gives one. */
    public static RecordsDatabase open(
            RecordsOptions options, Vault vault, InstantSource clock, InstantSource realClock) {
        RolePasswords passwords = new RolePasswords(vault.installation());
        return switch (options.database()) {
            case RecordsOptions.Embedded embedded -> {
                EmbeddedServer server = EmbeddedServer.start(
                        embedded.folder(), embedded.programs(), passwords.of("postgres-superuser"));
                try {
                    yield prepared(options, server, passwords, vault, clock, realClock);
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
            case RecordsOptions.External external -> {
                OwnerCredentials owner = OwnerCredentials.read(external.credentials());
                Address address =
                        new Address(external.jdbcUrl(), options.limits().timeout());
                new Preparation(address, owner.user(), owner.password(), options.rolePrefix(), passwords).run();
                yield new RecordsDatabase(options, address, null, vault, clock, realClock);
            }
        };
    }

    /**
     * Begins to load rows into an empty database, which this prepares and starts where needed; no node may use it meanwhile.
     *
     * @throws dev.sekisho.kernel.error.SekishoException as {@link #open}; {@code CONFLICT} also if there are rows that no cut-off
     *     load left, or a node uses the database
     */
    public static RecordsLoad load(RecordsOptions options, Vault vault) {
        RolePasswords passwords = new RolePasswords(vault.installation());
        String prefix = options.rolePrefix();
        switch (options.database()) {
            case RecordsOptions.Embedded embedded -> {
                EmbeddedServer server = EmbeddedServer.start(
                        embedded.folder(), embedded.programs(), passwords.of("postgres-superuser"));
                try {
                    Address address = embeddedAddress(options, server, passwords);
                    String owner = Role.OWNER.name(prefix);
                    Preparation preparation = new Preparation(address, owner, passwords.of(owner), prefix, passwords);
                    preparation.runForLoad();
                    return TableLoad.begin(preparation, address, prefix, passwords, server);
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
            case RecordsOptions.External external -> {
                OwnerCredentials owner = OwnerCredentials.read(external.credentials());
                Address address =
                        new Address(external.jdbcUrl(), options.limits().timeout());
                Preparation preparation = new Preparation(address, owner.user(), owner.password(), prefix, passwords);
                preparation.runForLoad();
                return TableLoad.begin(preparation, address, prefix, passwords, () -> {});
            }
        }
    }

    private static RecordsDatabase prepared(
            RecordsOptions options,
            EmbeddedServer server,
            RolePasswords passwords,
            Vault vault,
            InstantSource clock,
            InstantSource realClock) {
        String owner = Role.OWNER.name(options.rolePrefix());
        Address address = embeddedAddress(options, server, passwords);
        new Preparation(address, owner, passwords.of(owner), options.rolePrefix(), passwords).run();
        return new RecordsDatabase(options, address, server, vault, clock, realClock);
    }

    /** Where the embedded server's database is; makes it and its owner first. */
    private static Address embeddedAddress(RecordsOptions options, EmbeddedServer server, RolePasswords passwords) {
        String owner = Role.OWNER.name(options.rolePrefix());
        try (Connection superuser = server.superuser("postgres")) {
            Preparation.makeDatabase(superuser, owner, passwords.of(owner), EMBEDDED_DATABASE);
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
        return new Address(server.url(EMBEDDED_DATABASE), options.limits().timeout());
    }

    private HikariDataSource pool(Role role, int size) {
        String name = role.name(prefix);
        return address.pool(name, name, passwords.of(name), size);
    }

    @Override
    public RecordStore of(CustomerScope scope) {
        return SealedRecordStore.of(customers, scope, vault.of(scope), vault.installation(), clock);
    }

    @Override
    public long forget(CustomerScope scope) {
        return SealedRecordStore.forget(customers, scope, vault.installation());
    }

    @Override
    public RecordStore installation() {
        return SealedRecordStore.ofInstallation(installation, vault.installation(), clock);
    }

    @Override
    public Gatekeeper gatekeeper() {
        return gatekeeper;
    }

    @Override
    public RecordsCopy copy() {
        return copy;
    }

    @Override
    public synchronized void startJobs(List<Job> work) {
        if (jobs != null) {
            throw new IllegalStateException("jobs were started already");
        }
        List<Job> all = new ArrayList<>(work);
        all.add(new ExpiredChanges(copy));
        jobs = new JobTable(jobPool, all, clock, jobFailures);
    }

    @Override
    public void runDueJobs() {
        JobTable started;
        synchronized (this) {
            started = jobs;
        }
        if (started != null) {
            started.runDue();
        }
    }

    @Override
    public String problem() {
        String user = Role.JOBS.name(prefix);
        try (Connection connection = address.connect(user, passwords.of(user), PROBE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1")) {
            return row.next() ? "" : "the records database gives no answer";
        } catch (SQLException e) {
            return "the records database does not answer within a second";
        }
    }

    /** The process id of the embedded server; empty if the database is external or the server is just being started again. */
    public java.util.OptionalLong postgresPid() {
        long pid = server == null ? -1 : server.pid();
        return pid < 0 ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(pid);
    }

    /** Where the database listens, so that nobody is carried there; empty if its address names no literal host and port. */
    public java.util.Optional<InetSocketAddress> endpoint() {
        URI uri = URI.create(address.url().substring("jdbc:".length()));
        if (uri.getHost() == null || uri.getPort() < 0) {
            return java.util.Optional.empty();
        }
        try {
            return java.util.Optional.of(new InetSocketAddress(InetAddress.ofLiteral(uri.getHost()), uri.getPort()));
        } catch (IllegalArgumentException e) {
            return java.util.Optional.empty();
        }
    }

    @Override
    public Map<String, Long> figures() {
        long active = 0;
        long waiting = 0;
        for (HikariDataSource pool : pools) {
            HikariPoolMXBean state = pool.getHikariPoolMXBean();
            if (state != null) {
                active += state.getActiveConnections();
                waiting += state.getThreadsAwaitingConnection();
            }
        }
        Map<String, Long> figures = new TreeMap<>();
        figures.put("connections-active", active);
        figures.put("connections-awaited", waiting);
        figures.put("transactions", transactions.sum());
        figures.put("transactions-failed", failures.sum());
        figures.put("jobs-failed", jobFailures.sum());
        return figures;
    }

    @Override
    public void close() {
        JobTable started;
        synchronized (this) {
            started = jobs;
            jobs = null;
        }
        if (started != null) {
            started.close();
        }
        pools.forEach(HikariDataSource::close);
        if (server != null) {
            server.close();
        }
    }
}
