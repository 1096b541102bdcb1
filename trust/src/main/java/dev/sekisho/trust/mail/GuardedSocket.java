package dev.sekisho.trust.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection to a mail server that is TLS from its first byte, checks the server's name, and ends at a deadline, after too many bytes
 * or at too long a literal ({@link ServerBytes}), whatever the server does. The client library sees a plain socket, so that no setting
 * of it can turn any of this off.
 */
final class GuardedSocket extends Socket {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Settings settings;
    private final long deadlineNanos;
    private @org.jspecify.annotations.Nullable SSLSocket tls;
    private @org.jspecify.annotations.Nullable InputStream in;

    /**
     * What connections are held to.
     *
     * @param context whom to trust
     * @param host the name that the certificate must have
     * @param patience for a connection, and for each read
     * @param life of the whole connection
     */
    record Settings(SSLContext context, String host, Duration patience, Duration life) {
        SocketFactory factory() {
            return new Factory(this);
        }
    }

    private GuardedSocket(Settings settings) {
        this.settings = settings;
        this.deadlineNanos = System.nanoTime() + settings.life().toNanos();
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
        connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, (int) settings.patience().toMillis());
        super.setSoTimeout((int) settings.patience().toMillis());
        int port = endpoint instanceof InetSocketAddress address ? address.getPort() : 0;
        SSLSocket socket = (SSLSocket)
                settings.context().getSocketFactory().createSocket(new Inner(this), settings.host(), port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        // The rules of RFC 6125, which IMAP shares (RFC 7817).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        tls = socket;
        in = new ServerBytes(socket.getInputStream());
    }

    /** Milliseconds that the next read may take. */
    private int patience() throws IOException {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("the mail server took too long altogether");
        }
        return (int) Math.clamp(left, 1, settings.patience().toMillis());
    }

    @Override
    public InputStream getInputStream() throws IOException {
        if (in == null) {
            throw new IOException("not connected");
        }
        return in;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        if (tls == null) {
            throw new IOException("not connected");
        }
        return tls.getOutputStream();
    }

    /** The library's own idea of patience is not taken over. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public synchronized void close() throws IOException {
        // Not the TLS farewell: a server that does not read could hold it up.
        super.close();
    }

    private InputStream rawInput() throws IOException {
        return super.getInputStream();
    }

    private OutputStream rawOutput() throws IOException {
        return super.getOutputStream();
    }

    private void limitNextRead() throws IOException {
        super.setSoTimeout(patience());
    }

    /** What TLS runs over: the socket's own bytes, with the deadline at each read, the handshake's included. */
    private static final class Inner extends Socket {
        private final GuardedSocket socket;

        Inner(GuardedSocket socket) {
            this.socket = socket;
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public java.net.InetAddress getInetAddress() {
            return socket.getInetAddress();
        }

        @Override
        public int getPort() {
            return socket.getPort();
        }

        @Override
        public synchronized void setSoTimeout(int timeout) {}

        @Override
        public InputStream getInputStream() throws IOException {
            return new java.io.FilterInputStream(socket.rawInput()) {
                @Override
                public int read() throws IOException {
                    socket.limitNextRead();
                    return in.read();
                }

                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    socket.limitNextRead();
                    return in.read(target, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return socket.rawOutput();
        }

        @Override
        public synchronized void close() throws IOException {
            socket.close();
        }
    }

    /** Makes unconnected sockets, as the client library wants them. */
    private static final class Factory extends SocketFactory {
        private final Settings settings;

        Factory(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Socket createSocket() {
            return new GuardedSocket(settings);
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            Socket socket = createSocket();
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort)
                throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(java.net.InetAddress address, int port) throws IOException {
            Socket socket = createSocket();
            socket.connect(new InetSocketAddress(address, port));
            return socket;
        }

        @Override
        public Socket createSocket(java.net.InetAddress address, int port, java.net.InetAddress local, int localPort)
                throws IOException {
            return createSocket(address, port);
        }
    }
}
