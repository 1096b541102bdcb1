package dev.sekisho.lake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A writing process is killed without warning, again and again; every event that it saw durable is there once. */
@DisabledIfSystemProperty(named = "sekisho.quick", matches = "true")
class KillTest {
    @TempDir
    Path folder;

    @Test
    void everyEventThatWasDurableBeforeAKillIsThereOnce() throws Exception {
        // Given
        int kills = Boolean.getBoolean("sekisho.nightly") ? 20 : 3;
        Random random = new Random(1);
        Set<EventId> durable = new HashSet<>();

        // When
        for (int kill = 0; kill < kills; kill++) {
            durable.addAll(writeUntilKilled(kill, 1_500 + random.nextInt(4_000)));
        }

        // Then
        List<EventId> found = new ArrayList<>();
        try (TestKeys keys = TestKeys.open(folder)) {
            CustomerScope customer = keys.jobScope(keys.vault().customers().getFirst());
            try (Lake lake = keys.lake(LakeOptions.of(folder.resolve("lake"), "node-1", TestKeys.REGION))) {
                var coverage = lake.of(customer).export(Queries.all(1), event -> found.add(event.id()));
                assertThat(coverage.unreadable()).isZero();
                assertThat(lake.status().damagedLogs()).isZero();
                assertThat(lake.status().gaps()).isZero();
            }
        }
        assertThat(durable).hasSizeGreaterThan(kills * 1_500 - 1);
        assertThat(found).doesNotHaveDuplicates();
        assertThat(new HashSet<>(found)).containsAll(durable);
    }

    private Set<EventId> writeUntilKilled(int seed, int enough) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        folder.toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<EventId> durable = new HashSet<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).isEqualTo("READY");
            String line;
            while ((line = lines.readLine()) != null) {
                // The kill may cut the last line.
                if (line.length() == 26) {
                    durable.add(EventId.parse(line));
                }
                if (durable.size() == enough) {
                    // Not through Process, which would throw away what was printed before the kill.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        return durable;
    }
}
