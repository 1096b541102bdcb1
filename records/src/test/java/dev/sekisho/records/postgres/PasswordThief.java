package dev.sekisho.records.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A local process that listens where PostgreSQL should, and asks whoever comes for the password in clear (PostgreSQL's
 * AuthenticationCleartextPassword message).
 */
public final class PasswordThief implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;

    private final ServerSocket listener = new ServerSocket();
    private final List<String> stolen = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Thread thread;

    /** Listens on a port of loopback; 0 for any. */
    public PasswordThief(int port) throws IOException {
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        thread = Thread.ofVirtual().name("password-thief").start(this::serve);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** The passwords that it was told. */
    public List<String> stolen() {
        return List.copyOf(stolen);
    }

    /** The logins that it asked for a password. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(5000);
                talk(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
            } catch (SocketException | java.io.EOFException | java.net.SocketTimeoutException e) {
                // The visitor, or the test, went away.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void talk(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            byte[] rest = new byte[in.readInt() - 8];
            int code = in.readInt();
            in.readFully(rest);
            if (code != SSL_REQUEST && code != GSS_REQUEST) {
                asked.add(new String(rest, StandardCharsets.UTF_8));
                break;
            }
            out.writeByte('N');
            out.flush();
        }
        out.writeByte('R');
        out.writeInt(8);
        out.writeInt(3);
        out.flush();
        if (in.readByte() == 'p') {
            byte[] password = new byte[in.readInt() - 4];
            in.readFully(password);
            stolen.add(new String(password, 0, password.length - 1, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        listener.close();
        thread.join(java.time.Duration.ofSeconds(6));
    }
}
