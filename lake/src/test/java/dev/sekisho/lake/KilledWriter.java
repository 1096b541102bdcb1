package dev.sekisho.lake;

import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The process that {@link KillTest} kills: writes events for ever and prints the identifiers of those that are durable. */
final class KilledWriter {
    private KilledWriter() {}

    /** Arguments: the folder, and a seed. */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        RandomEvents random = new RandomEvents(Long.parseLong(arguments[1]));
        TestKeys keys = TestKeys.open(folder);
        CustomerScope customer = keys.vault().customers().isEmpty()
                ? keys.newCustomer()
                : keys.jobScope(keys.vault().customers().getFirst());
        Lake lake = keys.lake(LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION)
                .withSeal(500, Duration.ofSeconds(1))
                .withLimits(4_096, 256 << 10, 100_000));
        System.out.println("READY");
        while (true) {
            List<WebEvent> batch = new ArrayList<>();
            for (WebEvent event : random.list(100)) {
                if (lake.sink().offer(customer, event)) {
                    batch.add(event);
                }
            }
            if (lake.awaitDurable(Duration.ofSeconds(5))) {
                StringBuilder lines = new StringBuilder();
                batch.forEach(event -> lines.append(event.id()).append('\n'));
                System.out.print(lines);
                System.out.flush();
            }
        }
    }
}
