package dev.sekisho.app.standalone;

import dev.sekisho.app.Main;
import dev.sekisho.gateway.front.FrontOrder;
import dev.sekisho.gateway.front.FrontPlace;
import dev.sekisho.gateway.front.Fronts;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One front as a child process. It gets its order on standard input and lives as long as that stays open, so it never outlives this
 * process. When it ends it is started again at the same address: after 0.2 s, each further time after twice as long, at most 10 s.
 */
final class FrontProcess implements Fronts.Front {
    private static final Logger LOG = LoggerFactory.getLogger(FrontProcess.class);
    private static final Duration COMES_UP_WITHIN = Duration.ofSeconds(30);
    private static final Duration RENEWED_EVERY = Duration.ofDays(1);
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long ENDS_WITHIN_MILLIS = 2_000;

    private final Supplier<FrontIdentity> identities;
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong restarts = new AtomicLong();
    private volatile FrontIdentity identity;
    private volatile FrontPlace place;
    private volatile String problem = "not started";
    private volatile boolean closing;
    private volatile boolean renewing;
    private volatile @Nullable Thread daily;
    private @Nullable Process process;

    /**
     * A front that does not run yet.
     *
     * @param identities its key and certificate as they should be now
     */
    FrontProcess(Supplier<FrontIdentity> identities, FrontPlace place) {
        this.identities = identities;
        this.identity = identities.get();
        this.place = place;
    }

    /**
     * Starts it and waits until it listens; from then on it is watched.
     *
     * @throws SekishoException as {@link Fronts#start}
     */
    void start() {
        Process first = launch();
        Thread.ofVirtual().name("front-watch").start(() -> watch(first));
        daily = Thread.ofVirtual().name("front-renew").start(this::renewDaily);
    }

    private void renewDaily() {
        try {
            while (!closing) {
                Thread.sleep(RENEWED_EVERY);
                renew();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts the process again with a new certificate, if there is one; its clients connect again. */
    void renew() {
        try {
            FrontIdentity next = identities.get();
            if (next.chain().equals(identity.chain())) {
                return;
            }
            identity = next;
            renewing = true;
            LOG.atInfo().addKeyValue("listener", text()).log("a TLS front gets a new certificate");
            end();
        } catch (SekishoException | IllegalStateException e) {
            LOG.atWarn().addKeyValue("listener", text()).setCause(e).log("a TLS front's certificate was not looked at");
        }
    }

    private Process launch() {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        try {
            Process started = new ProcessBuilder(command())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            synchronized (this) {
                process = started;
            }
            if (closing) {
                started.destroy();
            }
            new FrontOrder(place, identity.key(), identity.chain())
                    .write(new DataOutputStream(started.getOutputStream()));
            long before = failed.get();
            Thread.ofVirtual().name("front-hear").start(() -> hear(started, port, before));
            int bound = port.get(COMES_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            place = place.at(new InetSocketAddress(place.listen().getAddress(), bound));
            problem = "";
            return started;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SekishoException refused) {
                throw refused;
            }
            throw notUp(e);
        } catch (IOException | TimeoutException e) {
            throw notUp(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notUp(e);
        }
    }

    private SekishoException notUp(Exception cause) {
        end();
        return new SekishoException(
                ErrorCode.CONFIG_INVALID,
                "gateway.listen: the process for tlsProfile seed-compat at " + text()
                        + " did not come up; see its messages above.",
                cause);
    }

    private static List<String> command() {
        String java = ProcessHandle.current()
                .info()
                .command()
                .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return List.of(
                java,
                "-Xms16m",
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djdk.tls.rejectClientInitiatedRenegotiation=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "tls-front");
    }

    private void hear(Process started, CompletableFuture<Integer> port, long before) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "listening" -> port.complete(Integer.parseInt(words[1]));
                    case "failed" -> failed.set(before + Long.parseLong(words[1]));
                    case "refused" -> port.completeExceptionally(refusal(words));
                    default -> LOG.atWarn().addKeyValue("line", line).log("a front said something unknown");
                }
            }
        } catch (IOException | RuntimeException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new IOException("it ended before it listened"));
    }

    private static SekishoException refusal(String[] words) {
        ErrorCode code = words[1].equals(ErrorCode.PORT_TAKEN.code()) ? ErrorCode.PORT_TAKEN : ErrorCode.CONFIG_INVALID;
        return new SekishoException(code, words.length > 2 ? words[2] : "");
    }

    private void watch(Process first) {
        Process running = first;
        long pause = FIRST_PAUSE_MILLIS;
        try {
            while (true) {
                long since = System.nanoTime();
                int exit = running.waitFor();
                if (closing) {
                    return;
                }
                if (renewing) {
                    renewing = false;
                    running = launchAgain(running);
                    continue;
                }
                problem = "the TLS front of " + text() + " ended (" + exit + ") and is started again";
                LOG.atError()
                        .addKeyValue("listener", text())
                        .addKeyValue("exit", exit)
                        .log("a TLS front ended");
                if (System.nanoTime() - since > STEADY.toNanos()) {
                    pause = FIRST_PAUSE_MILLIS;
                }
                Thread.sleep(pause);
                pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
                restarts.incrementAndGet();
                running = launchAgain(running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The new process, or the one that ended if there is none yet. */
    private Process launchAgain(Process ended) {
        try {
            return launch();
        } catch (SekishoException e) {
            problem = "the TLS front of " + text() + " does not come up: " + e.getMessage();
            LOG.atError().addKeyValue("listener", text()).setCause(e).log("a TLS front does not come up");
            return ended;
        }
    }

    private String text() {
        InetSocketAddress listen = place.listen();
        return listen.getAddress().getHostAddress() + ":" + listen.getPort();
    }

    @Override
    public InetSocketAddress address() {
        return place.listen();
    }

    @Override
    public long failedHandshakes() {
        return failed.get();
    }

    @Override
    public long restarts() {
        return restarts.get();
    }

    @Override
    public Optional<String> problem() {
        return Optional.of(problem).filter(text -> !text.isEmpty());
    }

    @Override
    public void close() {
        closing = true;
        if (daily != null) {
            daily.interrupt();
        }
        end();
    }

    private void end() {
        Process running;
        synchronized (this) {
            running = process;
        }
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(ENDS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroyForcibly();
        }
    }
}
