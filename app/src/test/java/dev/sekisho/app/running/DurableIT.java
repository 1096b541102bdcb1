package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.testkit.origin.Reply;
import dev.sekisho.testkit.origin.Wire;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A process that is killed under load loses nothing that it showed, and shows nothing twice: counted by the request, each of which
 * is sent once. Java's own HTTP client sends a GET again when its connection breaks; therefore these clients write to a socket.
 */
@DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
class DurableIT {
    private static final String ALL = "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z";
    private static final int KILLS = Boolean.getBoolean("sekisho.nightly") ? 20 : 3;
    private static final Duration SETTLED = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    @Test
    void whatWasShownOrEndedASecondBeforeAKillIsThereExactlyOnceAfterwards() throws Exception {
        try (PlainOrigin origin = new PlainOrigin("127.9.0.3")) {
            Files.writeString(folder.resolve("names.txt"), "127.9.0.3 kept.test\n");
            AtomicInteger next = new AtomicInteger();
            Set<String> owed = ConcurrentHashMap.newKeySet();
            for (int kill = 0; kill < KILLS; kill++) {
                owed.addAll(loadUntilKilled(origin, next));
            }
            // Then
            try (Sekisho sekisho = start()) {
                Map<String, Integer> seen = new HashMap<>();
                Set<String> missing = new HashSet<>(owed);
                eachPath(sekisho.api(0), path -> {
                    seen.merge(path, 1, Integer::sum);
                    missing.remove(path);
                });
                assertThat(missing).isEmpty();
                seen.values().removeIf(times -> times == 1);
                assertThat(seen).as("requests that are there more than once").isEmpty();
                assertThat(owed).hasSizeGreaterThan(50 * KILLS);
            }
        }
    }

    private Sekisho start() throws Exception {
        return Sekisho.lab(folder, """
                names: names.txt
                allowDestinations: [127.9.0.0/24]
                """, "");
    }

    /** Page by page: after twenty kills there are too many events to hold at once. */
    private static void eachPath(Api api, Consumer<String> path) throws Exception {
        String cursor = "";
        do {
            JsonNode page = api.get("/api/v1/events?limit=1000&" + ALL + cursor);
            page.get("items").forEach(event -> path.accept(path(event)));
            JsonNode next = page.get("next");
            cursor = next == null || next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
    }

    /** Answers the paths that must be there afterwards. */
    private Set<String> loadUntilKilled(PlainOrigin origin, AtomicInteger next) throws Exception {
        Map<String, Instant> ended = new ConcurrentHashMap<>();
        Set<String> shown = new HashSet<>();
        AtomicBoolean stop = new AtomicBoolean();
        Instant killed;
        try (Sekisho sekisho = start()) {
            List<Thread> browsers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                browsers.add(Thread.startVirtualThread(() -> browse(sekisho.proxyPort(), origin, next, ended, stop)));
            }
            Instant until = Instant.now().plusSeconds(4);
            Api api = sekisho.api(0);
            while (Instant.now().isBefore(until)) {
                api.get("/api/v1/events?limit=1000&" + ALL).get("items").forEach(event -> shown.add(path(event)));
            }
            killed = Instant.now();
            sekisho.kill();
            stop.set(true);
            for (Thread browser : browsers) {
                browser.join();
            }
        }
        Set<String> owed = new HashSet<>(shown);
        ended.forEach((path, time) -> {
            if (time.isBefore(killed.minus(SETTLED))) {
                owed.add(path);
            }
        });
        return owed;
    }

    private static void browse(
            int port, PlainOrigin origin, AtomicInteger next, Map<String, Instant> ended, AtomicBoolean stop) {
        String host = "kept.test:" + origin.port();
        try (Wire browser = new Wire(new Socket("127.0.0.1", port), new ArrayList<>())) {
            while (!stop.get()) {
                String path = "/request-" + next.incrementAndGet();
                browser.send("GET http://" + host + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                if (Reply.read(browser).status() == 200) {
                    ended.put(path, Instant.now());
                }
            }
        } catch (IOException gone) {
            // The proxy was killed: that is the end of this browser's work.
            stop.get();
        }
    }

    private static String path(JsonNode event) {
        String url = event.get("url").asString();
        return url.substring(url.lastIndexOf('/'));
    }
}
