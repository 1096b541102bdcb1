package dev.sekisho.app.running;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What processes listen on, as the Linux kernel shows it in {@code /proc} (proc(5)). */
final class ListeningSockets {
    private static final String TCP_LISTEN = "0A";
    private static final String UDP_UNCONNECTED = "07";
    private static final int UNIX_ACCEPTS = 0x10000;

    private ListeningSockets() {}

    /**
     * One socket.
     *
     * @param family tcp, udp or unix
     * @param where address and port, or path
     * @param loopback whether only this machine reaches it
     * @param pid whose it is
     */
    record Listening(String family, String where, boolean loopback, long pid) implements Comparable<Listening> {
        int port() {
            return Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
        }

        @Override
        public int compareTo(Listening other) {
            return (family + where).compareTo(other.family + other.where);
        }
    }

    /** A process's command with its arguments, whole: the JDK cuts long ones. */
    static String command(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ')
                    .strip();
        } catch (IOException gone) {
            return "";
        }
    }

    /** A process and all below it. */
    static List<Long> tree(long pid) {
        ProcessHandle root = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** All listening sockets of these processes; one that several share is the first one's. */
    static Set<Listening> of(Collection<Long> pids) throws IOException {
        Map<String, Long> owners = new HashMap<>();
        for (long pid : pids) {
            try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                for (Path each : open.toList()) {
                    String target = target(each);
                    if (target.startsWith("socket:[")) {
                        owners.putIfAbsent(target.substring(8, target.length() - 1), pid);
                    }
                }
            }
        }
        Set<Listening> found = new TreeSet<>();
        internet("tcp", "tcp", TCP_LISTEN, owners, found);
        internet("tcp6", "tcp", TCP_LISTEN, owners, found);
        internet("udp", "udp", UDP_UNCONNECTED, owners, found);
        internet("udp6", "udp", UDP_UNCONNECTED, owners, found);
        for (String line : lines("unix")) {
            String[] parts = line.strip().split("\\s+", 8);
            Long owner = owners.get(parts[6]);
            if (owner != null && (Integer.parseInt(parts[3], 16) & UNIX_ACCEPTS) != 0) {
                found.add(new Listening("unix", parts.length > 7 ? parts[7] : "", true, owner));
            }
        }
        return found;
    }

    private static void internet(
            String table, String family, String state, Map<String, Long> owners, Set<Listening> found)
            throws IOException {
        for (String line : lines(table)) {
            String[] parts = line.strip().split("\\s+");
            Long owner = owners.get(parts[9]);
            if (owner != null && parts[3].equals(state)) {
                String[] local = parts[1].split(":");
                InetAddress address = address(local[0]);
                int port = Integer.parseInt(local[1], 16);
                found.add(new Listening(
                        family, address.getHostAddress() + ":" + port, address.isLoopbackAddress(), owner));
            }
        }
    }

    /** Words of four bytes in the machine's order. */
    private static InetAddress address(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        ByteBuffer turned = ByteBuffer.allocate(bytes.length);
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        while (words.hasRemaining()) {
            turned.putInt(words.getInt());
        }
        return InetAddress.getByAddress(turned.array());
    }

    private static List<String> lines(String table) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/net/" + table));
        return lines.subList(1, lines.size());
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }
}
