package dev.sekisho.lake;

import com.sun.management.OperatingSystemMXBean;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what an event costs the lake at saturation, in microseconds of processor time: the ingest thread alone, and the whole
 * process without the thread that offers. Once with everything that keeps customers apart, twenty of them with keys of their own,
 * and once without, one customer and a cipher that does nothing; in turns that change places, after one turn that only lets the
 * compiler settle, the best of each, and their ratio, which is meant to stay at or below 1.15. Argument: events (default
 * 1,500,000). Not a test.
 * It stays here and is started by {@code ./bench ingest}, because its events, keys and queries are those of the lake's tests.
 */
final class IngestCost {
    private static final int PREPARED = 20_000;
    private static final int CUSTOMERS = 20;
    private static final int TURNS = 4;
    private static final double MOST = 1.15;

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
