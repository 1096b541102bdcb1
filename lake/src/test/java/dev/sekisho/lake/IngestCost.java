package dev.sekisho.lake;

import com.sun.management.OperatingSystemMXBean;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints what an event costs the lake at saturation, in microseconds of processor time: the ingest thread alone, and the whole
 * process without the thread that offers. Once with everything that keeps customers apart, twenty of them with keys of their own,
 * and once without, one customer and a cipher that does nothing; in turns that change places, after one turn that only lets the
 * compiler settle, the best of each, and their ratio, which is meant to stay at or below 1.15. Arguments: events (default
 * 1,500,000), and {@code backup} to measure instead how many events a second are taken in while captures and copies of all new
 * segments follow each other beside it, and while they do not; a backup is meant to cost at most a tenth. Not a test.
 * It stays here and is started by {@code ./bench ingest}, because its events, keys and queries are those of the lake's tests.
 */
final class IngestCost {
    private static final int PREPARED = 20_000;
    private static final int CUSTOMERS = 20;
    private static final int TURNS = 4;
    private static final double MOST = 1.15;
    private static final double LEAST = 0.9;

    private IngestCost() {}

    /** Microseconds of processor time an event. */
    private record Cost(double ingest, double all) {
        Cost least(Cost other) {
            return new Cost(Math.min(ingest, other.ingest), Math.min(all, other.all));
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_500_000;
        List<WebEvent> prepared = new RandomEvents(1).list(PREPARED);
        if (arguments.length > 1 && arguments[1].equals("backup")) {
            backups(prepared, events);
            return;
        }
        Cost walls = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);
        Cost open = walls;
        measure(true, prepared, events);
        measure(false, prepared, events);
        for (int turn = 0; turn < 2 * TURNS; turn++) {
            // walls, open, open, walls, ...: neither always follows the other.
            boolean first = (turn + 1) / 2 % 2 == 0;
            Cost cost = measure(first, prepared, events);
            walls = first ? walls.least(cost) : walls;
            open = first ? open : open.least(cost);
        }
        double ratio = walls.ingest() / open.ingest();
        System.out.printf(
                "ingest thread: %.2f us an event with walls and sealing, %.2f us without: ratio %.2f (at most %.2f: %s); all threads: %.2f us and %.2f us, ratio %.2f%n",
                walls.ingest(),
                open.ingest(),
                ratio,
                MOST,
                ratio <= MOST ? "met" : "not met",
                walls.all(),
                open.all(),
                walls.all() / open.all());
    }

    /** The same ingest with and without a backup beside it, in turns that change places; the best of each. */
    private static void backups(List<WebEvent> prepared, int events) throws IOException, InterruptedException {
        backed(prepared, events, false);
        double with = 0;
        double without = 0;
        for (int turn = 0; turn < 2 * TURNS; turn++) {
            boolean backup = (turn + 1) / 2 % 2 == 1;
            double rate = backed(prepared, events, backup);
            with = backup ? Math.max(with, rate) : with;
            without = backup ? without : Math.max(without, rate);
        }
        double ratio = with / without;
        System.out.printf(
                "events a second: %,.0f beside a backup, %,.0f without: ratio %.2f (at least %.2f: %s)%n",
                with, without, ratio, LEAST, ratio >= LEAST ? "met" : "not met");
    }

    private static double backed(List<WebEvent> prepared, int events, boolean backup)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("backup-cost");
        try (TestKeys keys = TestKeys.open(folder)) {
            List<CustomerScope> customers = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                customers.add(keys.newCustomer());
            }
            try (Lake lake = keys.lake(options(folder))) {
                offer(lake, customers, prepared, events / 3);
                lake.flush();
                Backup copying = new Backup(lake, Files.createDirectories(folder.resolve("target")));
                Thread beside = Thread.ofPlatform().name("backup").unstarted(copying);
                if (backup) {
                    beside.start();
                }
                long start = System.nanoTime();
                offer(lake, customers, prepared, events);
                double rate = events / ((System.nanoTime() - start) / 1e9);
                copying.stopping = true;
                beside.join();
                System.out.printf(
                        "%s: %,.0f a second; %d captures, %,d segments, %,d bytes copied%n",
                        backup ? "beside a backup" : "without",
                        rate,
                        copying.captures,
                        copying.segments,
                        copying.bytes);
                return rate;
            }
        }
    }

    /** Takes a capture, copies every segment that it did not copy before, and begins again two seconds later. */
    private static final class Backup implements Runnable {
        private static final long PAUSE_MILLIS = 2_000;
        private final Lake lake;
        private final Path target;
        private final Set<String> copied = new HashSet<>();
        private volatile boolean stopping;
        private int captures;
        private int segments;
        private long bytes;

        Backup(Lake lake, Path target) {
            this.lake = lake;
            this.target = target;
        }

        @Override
        public void run() {
            try {
                while (!stopping) {
                    lake.copy().segments().forEach(this::copy);
                    try (Capture capture = lake.copy().capture()) {
                        capture.segments().forEach(segment -> copy(segment.name()));
                        for (SmallFile file : capture.small()) {
                            bytes += file.bytes().length;
                        }
                    }
                    captures++;
                    for (long waited = 0; waited < PAUSE_MILLIS && !stopping; waited += 50) {
                        Thread.sleep(50);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void copy(String name) {
            if (copied.contains(name)) {
                return;
            }
            try {
                byte[] content = Copies.segment(lake, name);
                Files.write(target.resolve(name.replace('/', '_')), content);
                copied.add(name);
                segments++;
                bytes += content.length;
            } catch (SekishoException e) {
                // Merged since it was listed: the capture names what took its place.
                if (e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Cost measure(boolean walls, List<WebEvent> prepared, int events)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ingest-cost");
        try (TestKeys keys = walls ? TestKeys.open(folder) : TestKeys.openWithoutCipher(folder)) {
            List<CustomerScope> customers = new ArrayList<>();
            for (int i = 0; i < (walls ? CUSTOMERS : 1); i++) {
                customers.add(keys.newCustomer());
            }
            try (Lake lake = keys.lake(options(folder))) {
                offer(lake, customers, prepared, events / 3);
                lake.flush();
                var threads = ManagementFactory.getThreadMXBean();
                var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
                long ingestId = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("lake-ingest"))
                        .findFirst()
                        .orElseThrow()
                        .threadId();
                long ingest = threads.getThreadCpuTime(ingestId);
                long own = threads.getCurrentThreadCpuTime();
                long all = process.getProcessCpuTime();
                long start = System.nanoTime();
                offer(lake, customers, prepared, events);
                double wall = (System.nanoTime() - start) / 1e9;
                double ingestMicros = (threads.getThreadCpuTime(ingestId) - ingest) / 1e3 / events;
                lake.flush();
                long used = process.getProcessCpuTime() - all - (threads.getCurrentThreadCpuTime() - own);
                System.out.printf(
                        "%s: %,d events, %,.0f a second; processor time an event: ingest thread %.2f us, all but the offering thread %.2f us%n",
                        walls ? "with walls" : "without", events, events / wall, ingestMicros, used / 1e3 / events);
                newestPage(lake, customers.getFirst());
                return new Cost(ingestMicros, used / 1e3 / events);
            }
        }
    }

    /** One customer may have all the memory, so that both have as much. */
    private static LakeOptions options(Path folder) {
        LakeMemory memory = LakeMemory.defaults();
        return LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION)
                .withMemory(new LakeMemory(memory.queueBytes(), memory.hotBytes(), memory.bufferBytes(), 100));
    }

    private static void offer(Lake lake, List<CustomerScope> customers, List<WebEvent> prepared, int events)
            throws InterruptedException {
        for (int i = 0; i < events; i++) {
            // The first customer has most of the traffic.
            CustomerScope customer = customers.get(i % 10 < 6 ? 0 : i % customers.size());
            while (!lake.sink().offer(customer, event(prepared, i))) {
                Thread.sleep(1);
            }
        }
        if (!lake.awaitDurable(Duration.ofSeconds(60))) {
            throw new IllegalStateException(lake.status().toString());
        }
    }

    /** A new event, ten microseconds after the one before it. */
    private static WebEvent event(List<WebEvent> prepared, int i) {
        WebEvent like = prepared.get(i % PREPARED);
        return new WebEvent(
                new EventId(new Id128(i * 0x9E3779B97F4A7C15L, ~i * 0xC2B2AE3D27D4EB4FL)),
                RandomEvents.START.plusNanos(i * 10_000L),
                like.node(),
                like.bundle(),
                like.who(),
                like.from(),
                like.to(),
                like.http(),
                like.tls(),
                like.decided(),
                like.timing());
    }

    private static void newestPage(Lake lake, CustomerScope customer) {
        for (int i = 0; i < 6; i++) {
            long start = System.nanoTime();
            int found = lake.of(customer).events(Queries.all(50)).events().size();
            System.out.printf("newest %d: %.0f ms over %s%n", found, (System.nanoTime() - start) / 1e6, lake.status());
        }
    }
}
