package dev.sekisho.testkit.origin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A site that does with each connection what the test's script says, byte for byte: no HTTP library between, so that it can
 * lie, stall and break off. Counts connections and keeps the heads it read.
 */
public final class ScriptedOrigin implements AutoCloseable {
    private final ServerSocket listener;
    private final Optional<SSLContext> tls;
    private final Script script;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** What happens on a connection; the connection closes when it returns. */
    public interface Script {
        /** Plays the site. */
        void play(Wire wire) throws IOException;
    }

    private ScriptedOrigin(ServerSocket listener, Optional<SSLContext> tls, Script script) {
        this.listener = listener;
        this.tls = tls;
        this.script = script;
    }

    /** A site without TLS on a free loopback port. */
    public static ScriptedOrigin plain(Script script) {
        return start("127.0.0.1", Optional.empty(), script);
    }

    /** The same at another loopback address. */
    public static ScriptedOrigin plainAt(String address, Script script) {
        return start(address, Optional.empty(), script);
    }

    /** A site with TLS on a free loopback port. */
    public static ScriptedOrigin tls(SSLContext context, Script script) {
        return start("127.0.0.1", Optional.of(context), script);
    }

    private static ScriptedOrigin start(String address, Optional<SSLContext> tls, Script script) {
        try {
            ServerSocket listener = new ServerSocket(0, 256, InetAddress.getByName(address));
            ScriptedOrigin origin = new ScriptedOrigin(listener, tls, script);
            Thread.ofVirtual().start(origin::accept);
            return origin;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Socket spoken = socket;
            if (tls.isPresent()) {
                SSLSocket secure = (SSLSocket) tls.get().getSocketFactory().createSocket(socket, null, true);
                secure.startHandshake();
                spoken = secure;
            }
            script.play(new Wire(spoken, heads));
            spoken.close();
        } catch (IOException e) {
            failures.add(e);
        } finally {
            open.remove(socket);
        }
    }

    /** The port. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Address and port. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** How many connections came. */
    public int accepted() {
        return accepted.get();
    }

    /** The heads of all requests so far. */
    public List<String> heads() {
        return heads;
    }

    /** What went wrong on connections: resets, handshakes that failed. */
    public List<Throwable> failures() {
        return failures;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
