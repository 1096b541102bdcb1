package dev.sekisho.app.standalone;

import dev.sekisho.app.running.Api;
import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The API over sockets of the test's own, so that every byte of a request can be chosen. */
final class RawApi implements AutoCloseable {
    /** What stands for a connection that the server ended instead of answering: it refused. */
    static final Answer REFUSED = new Answer(400, "");

    private static final int STREAM_MILLIS = 400;
    private final String host;
    private final int port;
    private final SSLContext tls;
    private @Nullable Wire kept;

    RawApi(String url, Path ca) throws Exception {
        URI address = URI.create(url);
        this.host = address.getHost();
        this.port = address.getPort();
        this.tls = Api.trusting(ca);
    }

    /** A status and a body. */
    record Answer(int status, String body) {
        boolean refused() {
            return status >= 400 && status < 500;
        }

        /** Without what differs between two equal calls: moments, identifiers that were drawn, counts of calls. */
        String steady() {
            return status + " "
                    + body.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "T")
                            .replaceAll("[0-9a-fA-F]{32}", "I")
                            .replaceAll("\"(secret|reference|token)\":\"[^\"]*\"", "\"$1\":\"\"");
        }
    }

    /** Sends a request; a stream is listened to for a moment. */
    Answer call(Planted request) throws IOException {
        boolean ownConnection = request.serverName().isPresent()
                || !request.before().isEmpty()
                || request.path().contains("/live");
        try {
            return ownConnection ? alone(request) : again(request);
        } catch (IOException refused) {
            close();
            return REFUSED;
        }
    }

    private Answer again(Planted request) throws IOException {
        for (boolean fresh = kept == null; ; fresh = true) {
            Wire wire = kept;
            if (wire == null || fresh) {
                close();
                kept = wire = connect(request);
            }
            try {
                wire.send(request.bytes(host + ":" + port));
                return read(wire);
            } catch (IOException ended) {
                close();
                if (fresh) {
                    throw ended;
                }
            }
        }
    }

    private Answer alone(Planted request) throws IOException {
        try (Wire wire = connect(request)) {
            wire.send(request.bytes(host + ":" + port));
            if (!request.path().contains("/live")) {
                return read(wire);
            }
            String head = wire.readHead();
            if (head.isEmpty()) {
                return REFUSED;
            }
            return new Answer(Integer.parseInt(head.substring(9, 12)), stream(wire));
        }
    }

    /** What comes of a stream in a moment. */
    private static String stream(Wire wire) throws IOException {
        StringBuilder read = new StringBuilder();
        wire.socket().setSoTimeout(STREAM_MILLIS);
        try {
            for (String line = wire.readLine(); !line.isEmpty(); line = wire.readLine()) {
                read.append(line);
            }
        } catch (SocketTimeoutException still) {
            return read.toString(); // it goes on, as a stream does
        }
        return read.toString();
    }

    private Answer read(Wire wire) throws IOException {
        Reply reply = Reply.read(wire);
        if (reply.field("connection").equalsIgnoreCase("close")) {
            close();
        }
        return new Answer(reply.status(), reply.body());
    }

    private Wire connect(Planted request) throws IOException {
        Socket plain = new Socket(host, port);
        plain.getOutputStream().write(request.before().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        var parameters = secure.getSSLParameters();
        request.serverName().ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(20_000);
        secure.startHandshake();
        return new Wire(secure, new ArrayList<>());
    }

    @Override
    public void close() throws IOException {
        Wire wire = kept;
        kept = null;
        if (wire != null) {
            wire.close();
        }
    }
}
