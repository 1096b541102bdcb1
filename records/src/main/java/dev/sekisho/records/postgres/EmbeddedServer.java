package dev.sekisho.records.postgres;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded PostgreSQL of one home: on loopback, on a free port, with a password for every login. It keeps its port while this
 * object lives: a server that ends by itself is started again, later each time. One process has the folder at a time (a file lock
 * that ends with the process, however it ends); what a killed process left running is stopped first.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 3;

    private final Path base;
    private final Path data;
    private final PostgresBinaries binaries;
    private final Unprivileged user;
    private final String password;
    private final FileChannel lockFile;
    private int port;
    private @Nullable Process process;
    private boolean wanted;

    private EmbeddedServer(
            Path base, Path data, PostgresBinaries binaries, Unprivileged user, String password, FileChannel lockFile) {
        this.base = base;
        this.data = data;
        this.binaries = binaries;
        this.user = user;
        this.password = password;
        this.lockFile = lockFile;
    }

    /**
     * Starts the server of a home; the first time it is unpacked and initialised, which takes some seconds.
     *
     * @param base the folder of everything that belongs to it
     * @param programs where its programs are unpacked; several homes may share them
     * @param password of the superuser, who logs in only to make the owner role and the database
     * @throws SekishoException {@code CONFLICT} if another process uses the folder; {@code CONFIG_INVALID}, {@code DISK_FAILED},
     *     {@code DATABASE_UNAVAILABLE} or {@code DATABASE_SCHEMA} with what to do
     */
    public static EmbeddedServer start(Path base, Path programs, String password) {
        try {
            Files.createDirectories(base);
            Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The database folder could not be made: " + e.getMessage(), e);
        }
        Path folder = base.toAbsolutePath();
        FileChannel lock = lock(folder);
        try {
            PostgresBinaries binaries = PostgresBinaries.in(programs.toAbsolutePath());
            OrphanServer.clear(folder.resolve("data"));
            Path probe = Files.createDirectories(folder.resolve("probe"));
            Unprivileged user = Unprivileged.choose(probe, binaries);
            Files.delete(probe);
            Path data = Cluster.prepare(folder, binaries, user, password);
            EmbeddedServer server = new EmbeddedServer(folder, data, binaries, user, password, lock);
            server.start();
            return server;
        } catch (IOException e) {
            release(lock);
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The database folder could not be made: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    /** Starts the server, unless it runs, and returns when it answers; keeps it running from then on. */
    public synchronized void start() {
        wanted = true;
        if (process != null && process.isAlive()) {
            return;
        }
        SekishoException last = null;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            boolean first = port == 0;
            try {
                if (first) {
                    port = freePort();
                }
                launch();
                return;
            } catch (SekishoException e) {
                last = e;
                if (e.code() == ErrorCode.KEY_UNKNOWN) {
                    break;
                }
                if (first) {
                    port = 0;
                }
            }
        }
        throw java.util.Objects.requireNonNull(last);
    }

    /** Stops the server (fast shutdown; by force after five seconds) without giving up the folder. */
    public synchronized void stop() {
        wanted = false;
        Process running = process;
        if (running == null) {
            return;
        }
        OrphanServer.signal(running.pid(), "INT");
        try {
            if (!running.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("PostgreSQL did not stop within {} s; it is stopped at once.", STOP_LIMIT.toSeconds());
                OrphanServer.signal(running.pid(), "QUIT");
                if (!running.waitFor(2, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** The process id of the server; -1 while it does not run. */
    public synchronized long pid() {
        return process == null || !process.isAlive() ? -1 : process.pid();
    }

    /** The port on 127.0.0.1. */
    public synchronized int port() {
        return port;
    }

    /** The JDBC address of one of its databases. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** A connection of the superuser, to prepare the database. */
    public Connection superuser(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.SUPERUSER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("logServerErrorDetail", "false");
        // While the server is down another local process could listen on its port and ask for the password in clear.
        properties.setProperty("requireAuth", "scram-sha-256");
        return DriverManager.getConnection(url(database), properties);
    }

    @Override
    public void close() {
        stop();
        release(lockFile);
    }

    /** For tests: does not start the server again when it ends. */
    synchronized void stopWatching() {
        wanted = false;
    }

    /** For tests: gives the folder up and leaves the server running, as a launcher does that was killed. */
    void abandon() {
        stopWatching();
        release(lockFile);
    }

    private void launch() {
        try {
            Process started = Launch.builder(
                            Launch.server(data, binaries, user, port), base, base.resolve("postgres.log"))
                    .start();
            process = started;
            awaitAnswer(started);
            CompletableFuture<Void> unused = started.onExit().thenRun(() -> ended(started));
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DATABASE_UNAVAILABLE, "PostgreSQL could not be started: " + e.getMessage(), e);
        }
    }

    private void awaitAnswer(Process started) {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (Connection connection = superuser("postgres")) {
                return;
            } catch (SQLException e) {
                if ("28P01".equals(e.getSQLState())) {
                    stop();
                    throw new SekishoException(
                            ErrorCode.KEY_UNKNOWN,
                            "The database below home was made with other keys; restore the key store that belongs to it.");
                }
                if (!started.isAlive() || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new SekishoException(
                            ErrorCode.DATABASE_UNAVAILABLE,
                            "PostgreSQL did not start; postgres/postgres.log below home says why.");
                }
            }
            try {
                if (started.waitFor(50, TimeUnit.MILLISECONDS)) {
                    log.debug("PostgreSQL ended while it was starting");
                }
            } catch (InterruptedException e) {
                started.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new SekishoException(ErrorCode.DATABASE_UNAVAILABLE, "The start was interrupted.", e);
            }
        }
    }

    /** A server that ended without being asked to is started again. */
    private void ended(Process which) {
        if (!isWanted(which)) {
            return;
        }
        log.error("PostgreSQL ended by itself (exit {}); it is started again.", which.exitValue());
        Thread.ofVirtual().name("postgres-restart").start(() -> {
            Duration pause = Duration.ofMillis(100);
            while (isWanted(which)) {
                try {
                    OrphanServer.clear(data);
                    relaunch(which);
                    return;
                } catch (SekishoException e) {
                    log.error("PostgreSQL could not be started again: {}", e.getMessage());
                }
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
            }
        });
    }

    private synchronized boolean isWanted(Process which) {
        return wanted && (process == which || process == null || !process.isAlive());
    }

    private synchronized void relaunch(Process which) {
        if (isWanted(which)) {
            launch();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new SekishoException(ErrorCode.PORT_TAKEN, "There is no free port on 127.0.0.1 for PostgreSQL.", e);
        }
    }

    private static FileChannel lock(Path base) {
        try {
            FileChannel channel = FileChannel.open(
                    base.resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                log.debug("this process has the folder already");
            }
            channel.close();
            throw new SekishoException(
                    ErrorCode.CONFLICT, "Another Sekisho uses this home; stop it first, or name another home.");
        } catch (IOException e) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED, "The database folder could not be locked: " + e.getMessage(), e);
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.debug("lock file", e);
        }
    }
}
