package dev.sekisho.keeper;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sekisho.trust.backup.FolderTarget;
import dev.sekisho.trust.backup.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps sets for a producer that it does not trust. It knows three requests: put an object that is not there, read one, list a folder.
 * There is none that changes or removes: what is too old goes by this process' own rule and clock ({@link KeeperClock}), in which the
 * producer has no say. It holds no key of what it keeps. TLS 1.3 only; the producer shows a token.
 */
public final class Keeper implements AutoCloseable {
    static final String OBJECTS = "/v1/objects/";
    static final String FOLDERS = "/v1/folders/";

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final int MAX_REQUESTS = 16;
    private static final int BACKLOG = 64;
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);

    private final KeeperOptions options;
    private final FolderTarget store;
    private final Path incoming;
    private final KeeperClock clock;
    private final HttpsServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore slots = new Semaphore(MAX_REQUESTS);
    private final ScheduledExecutorService pruning = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("keeper-pruning").daemon().factory());

    private Keeper(KeeperOptions options, HttpsServer server, InstantSource time) throws IOException {
        this.options = options;
        this.server = server;
        this.store = new FolderTarget("keeper", "keeper", options.folder().resolve("kept"), time);
        this.incoming = options.folder().resolve("incoming");
        Files.createDirectories(incoming);
        this.clock = new KeeperClock(options.folder().resolve("clock"), time, System::nanoTime);
    }

    /**
     * Starts listening.
     *
     * @throws IOException if the folder cannot be used or the address is taken
     */
    public static Keeper start(KeeperOptions options, SSLContext identity) throws IOException {
        return start(options, identity, InstantSource.system());
    }

    /** The same by a clock that a test moves. */
    static Keeper start(KeeperOptions options, SSLContext identity, InstantSource time) throws IOException {
        HttpsServer server = HttpsServer.create(options.listen(), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(identity) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters modern = getSSLContext().getDefaultSSLParameters();
                modern.setProtocols(new String[] {"TLSv1.3"});
                parameters.setSSLParameters(modern);
            }
        });
        Keeper keeper = new Keeper(options, server, time);
        server.createContext("/", keeper::handle);
        server.setExecutor(keeper.requests);
        server.start();
        var unused =
                keeper.pruning.scheduleWithFixedDelay(keeper::prune, 0, PRUNE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return keeper;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!slots.tryAcquire()) {
                answer(exchange, 503, "Too many requests at once; try again.");
                return;
            }
            try {
                serve(exchange);
            } catch (IllegalArgumentException e) {
                answer(exchange, 400, "That is not the name of an object.");
            } finally {
                slots.release();
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (!permitted(exchange)) {
            answer(exchange, 401, "The token is missing or wrong.");
            return;
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (method.equals("PUT") && path.startsWith(OBJECTS)) {
            put(exchange, path.substring(OBJECTS.length()));
        } else if (method.equals("GET") && path.startsWith(OBJECTS)) {
            get(exchange, path.substring(OBJECTS.length()));
        } else if (method.equals("GET") && path.startsWith(FOLDERS)) {
            list(exchange, path.substring(FOLDERS.length()));
        } else {
            answer(exchange, 405, "Objects are put, read and listed here, and nothing else.");
        }
    }

    private boolean permitted(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] wanted = ("Bearer " + options.token()).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(wanted, given.getBytes(StandardCharsets.UTF_8));
    }

    /** First whole into a file of its own, so that what breaks off leaves nothing under the name. */
    private void put(HttpExchange exchange, String object) throws IOException {
        long length = length(exchange);
        if (length < 0 || length > options.maxObjectBytes()) {
            answer(exchange, 411, "Content-Length is needed, at most " + options.maxObjectBytes() + ".");
            return;
        }
        if (options.folder().toFile().getUsableSpace() - length < options.spareBytes()) {
            answer(exchange, 507, "There is no room; nothing was taken.");
            return;
        }
        Path file = Files.createTempFile(incoming, "", "");
        try {
            long taken;
            try (InputStream in = exchange.getRequestBody()) {
                taken = Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            if (taken != length) {
                answer(exchange, 400, "The object was cut off.");
                return;
            }
            store.put(object, new FileBody(file));
            answer(exchange, 201, "");
        } catch (FileAlreadyExistsException e) {
            answer(exchange, 409, "Another object has this name; nothing is replaced.");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static long length(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Content-Length");
        try {
            return given == null ? -1 : Long.parseLong(given);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void get(HttpExchange exchange, String object) throws IOException {
        try (InputStream in = store.get(object)) {
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                in.transferTo(out);
            }
        } catch (NoSuchFileException e) {
            answer(exchange, 404, "There is no such object.");
        }
    }

    private void list(HttpExchange exchange, String folder) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (Target.Listed listed : store.list(folder)) {
                String line = listed.length() + " " + listed.stored() + " " + listed.name() + "\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
            // So that a list that was cut off is told from a short one.
            out.write(".\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** Removes what is too old, unless the clock cannot be believed. */
    void prune() {
        try {
            if (clock.believed()) {
                store.prune();
            } else {
                LOG.warn("The clock leapt or was set back: nothing is removed until it has been right for an hour.");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("What is too old could not be removed: {}", e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        server.stop(1);
        pruning.shutdownNow();
        requests.close();
    }

    private record FileBody(Path file) implements Target.Body {
        @Override
        public long length() throws IOException {
            return Files.size(file);
        }

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }
}
