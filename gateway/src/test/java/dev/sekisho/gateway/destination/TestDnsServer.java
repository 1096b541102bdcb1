package dev.sekisho.gateway.destination;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A DNS server of our own, over UDP, that answers as it is told, lies included. */
final class TestDnsServer implements AutoCloseable {
    static final int A = 1;
    static final int CNAME = 5;
    static final int AAAA = 28;

    private final DatagramSocket socket;
    private final Script script;
    final AtomicInteger asked = new AtomicInteger();

    /** What it answers. */
    interface Script {
        /** The answer to a question, or {@code null} for silence. */
        @Nullable
        Reply to(String name, int type);
    }

    record Reply(int code, List<Entry> entries) {
        static Reply of(Entry... entries) {
            return new Reply(0, List.of(entries));
        }

        static Reply failure(int code) {
            return new Reply(code, List.of());
        }
    }

    record Entry(String owner, int type, int ttl, byte[] data) {}

    TestDnsServer(Script script) {
        this.script = script;
        try {
            socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("test-dns").start(this::serve);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    static Entry address(String owner, int ttl, String literal) {
        byte[] data = DestinationGuardTest.address(literal).getAddress();
        return new Entry(owner, data.length == 4 ? A : AAAA, ttl, data);
    }

    static Entry alias(String owner, int ttl, String target) {
        return new Entry(owner, CNAME, ttl, name(target));
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                answer(Arrays.copyOf(packet.getData(), packet.getLength()), packet);
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void answer(byte[] query, DatagramPacket from) throws IOException {
        List<String> labels = new ArrayList<>();
        int at = 12;
        while (query[at] != 0) {
            labels.add(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        int type = (query[at + 1] & 0xff) << 8 | (query[at + 2] & 0xff);
        asked.incrementAndGet();
        Reply reply = script.to(String.join(".", labels), type);
        if (reply == null) {
            return;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(0x8180 | reply.code());
        out.writeShort(1);
        out.writeShort(reply.entries().size());
        out.writeInt(0);
        out.write(query, 12, at + 5 - 12);
        for (Entry entry : reply.entries()) {
            out.write(name(entry.owner()));
            out.writeShort(entry.type());
            out.writeShort(1);
            out.writeInt(entry.ttl());
            out.writeShort(entry.data().length);
            out.write(entry.data());
        }
        socket.send(new DatagramPacket(bytes.toByteArray(), bytes.size(), from.getSocketAddress()));
    }

    private static byte[] name(String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
