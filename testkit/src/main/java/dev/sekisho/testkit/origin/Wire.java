package dev.sekisho.testkit.origin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.List;

/** One connection, for scripts and for clients that must control every byte. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final List<String> heads;

    /** Wraps a connected socket; heads that are read are added to {@code heads}. */
    public Wire(Socket socket, List<String> heads) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        this.heads = heads;
        socket.setSoTimeout(20_000);
    }

    /** The socket. */
    public Socket socket() {
        return socket;
    }

    /** Reads one head, up to and with its empty line; empty at the end of the stream. */
    public String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int octet = in.read();
            if (octet < 0) {
                return head.toString(ISO_8859_1);
            }
            head.write(octet);
            matched = octet == (matched % 2 == 0 ? '\r' : '\n') ? matched + 1 : octet == '\r' ? 1 : 0;
        }
        String text = head.toString(ISO_8859_1);
        heads.add(text);
        return text;
    }

    /** Reads exactly {@code bytes} bytes. */
    public String read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        return new String(read, ISO_8859_1);
    }

    /** Reads to the end of the stream. */
    public String readAll() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    /** Reads a chunked body, extensions and trailers included, as it came. */
    public String readChunked() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = readLine();
            body.append(line);
            int size = Integer.parseInt(line.strip().split(";")[0], 16);
            if (size == 0) {
                String trailer;
                do {
                    trailer = readLine();
                    body.append(trailer);
                } while (!trailer.equals("\r\n"));
                return body.toString();
            }
            body.append(read(size + 2));
        }
    }

    /** Reads a line with its end. */
    public String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet;
        while ((octet = in.read()) >= 0) {
            line.append((char) octet);
            if (octet == '\n') {
                break;
            }
        }
        return line.toString();
    }

    /** Sends bytes, one for each character. */
    public void send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends a whole response with a length. */
    public void respond(int status, String fields, String body) throws IOException {
        send("HTTP/1.1 " + status + " Scripted\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Ends the connection with a reset instead of an orderly close. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
