package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.app.running.ListeningSockets.Listening;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing listens that {@code docs/sockets.tsv} does not declare, and everything declared is there. */
class SocketsIT {
    private static final Set<String> FOR_ALL_WHO_ARE_CONFIGURED =
            Set.of("proxy", "proxy-tls", "proxy-seed-compat", "console", "operators");

    @TempDir
    Path folder;

    private record Declared(String family, String name, String owner, String protection) {}

    @Test
    void everySocketOfTheProcessTreeIsDeclared() throws Exception {
        List<Declared> declared = declared();
        Map<Integer, String> ports = new HashMap<>();
        for (String name : List.of("proxy", "proxy-tls", "proxy-seed-compat", "console", "operators")) {
            ports.put(TlsProfilesIT.freePort(), name);
        }
        Map<String, Integer> byName =
                ports.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        try (Sekisho sekisho = Sekisho.start(
                folder,
                """
                home: home
                regions: [{name: lab}]
                gateway:
                  listen:
                    - 127.0.0.1:%d
                    - {address: "127.0.0.1:%d", tls: true}
                    - {address: "127.0.0.1:%d", tls: true, tlsProfile: seed-compat}
                control: {listen: "127.0.0.1:%d", operatorListen: "127.0.0.1:%d"}
                """.formatted(
                                byName.get("proxy"),
                                byName.get("proxy-tls"),
                                byName.get("proxy-seed-compat"),
                                byName.get("console"),
                                byName.get("operators")),
                List.of("--lab"),
                List.of())) {
            List<Long> tree = ListeningSockets.tree(sekisho.pid());
            // When
            Map<String, Listening> found = new TreeMap<>();
            List<Listening> undeclared = match(ListeningSockets.of(tree), declared, ports, sekisho, found);
            // Then
            assertThat(undeclared).isEmpty();
            assertThat(found.keySet())
                    .containsAll(declared.stream()
                            .map(each -> each.family() + " " + each.name())
                            .toList());
            assertThat(found)
                    .hasEntrySatisfying(
                            "tcp database",
                            database -> assertThat(database.loopback()).isTrue());
            found.forEach((name, socket) -> {
                String owner = declared.stream()
                        .filter(each -> (each.family() + " " + each.name()).equals(name))
                        .findFirst()
                        .orElseThrow()
                        .owner();
                assertThat(ownerOf(socket.pid(), sekisho.pid())).as(name).isEqualTo(owner);
            });
            anotherOneIsNoticed(tree, declared, ports, sekisho);
        }
    }

    /** The check is red for a socket that nobody declared. */
    private static void anotherOneIsNoticed(
            List<Long> tree, List<Declared> declared, Map<Integer, String> ports, Sekisho sekisho) throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Long> more = new ArrayList<>(tree);
            more.add(ProcessHandle.current().pid());
            List<Listening> undeclared = match(ListeningSockets.of(more), declared, ports, sekisho, new TreeMap<>());
            assertThat(undeclared)
                    .anySatisfy(socket -> assertThat(socket.where()).endsWith(":" + other.getLocalPort()));
        }
    }

    /** Those that match nothing declared; those that do go to {@code found}. */
    private static List<Listening> match(
            Set<Listening> sockets,
            List<Declared> declared,
            Map<Integer, String> ports,
            Sekisho sekisho,
            Map<String, Listening> found) {
        Set<String> names = declared.stream()
                .map(each -> each.family() + " " + each.name())
                .collect(Collectors.toCollection(TreeSet::new));
        List<Listening> undeclared = new ArrayList<>();
        for (Listening socket : sockets) {
            String name = socket.family() + " " + nameOf(socket, ports, sekisho);
            if (!names.contains(name) || found.containsKey(name)) {
                undeclared.add(socket);
            } else {
                found.put(name, socket);
            }
        }
        return undeclared;
    }

    private static String nameOf(Listening socket, Map<Integer, String> ports, Sekisho sekisho) {
        boolean database = ownerOf(socket.pid(), sekisho.pid()).equals("postgres");
        if (database) {
            return "database";
        }
        if (socket.family().equals("unix")) {
            return Path.of(socket.where()).startsWith(sekisho.home().resolve("fronts")) ? "front" : socket.where();
        }
        String name = ports.getOrDefault(socket.port(), "");
        return FOR_ALL_WHO_ARE_CONFIGURED.contains(name) ? name : socket.where();
    }

    private static String ownerOf(long pid, long main) {
        if (pid == main) {
            return "main";
        }
        String command = ListeningSockets.command(pid);
        return command.endsWith(" tls-front") ? "tls-front" : command.contains("postgres") ? "postgres" : "other";
    }

    private static List<Declared> declared() throws Exception {
        return Files.readAllLines(Sekisho.root().resolve("docs/sockets.tsv")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("\t"))
                .peek(cells -> assertThat(cells).as(cells[0]).hasSize(5).doesNotContain(""))
                .map(cells -> new Declared(cells[0], cells[1], cells[2], cells[4]))
                .toList();
    }
}
