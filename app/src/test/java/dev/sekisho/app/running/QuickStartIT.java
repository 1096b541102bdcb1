package dev.sekisho.app.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every command of the English quick start as a reader would. The Japanese one has the same commands, which a test compares, so
 * running them again would show nothing new.
 */
class QuickStartIT {
    private static final Pattern BLOCK = Pattern.compile("```sh( background)?\n(.*?)```", Pattern.DOTALL);

    private static final List<Integer> PORTS = List.of(8080, 9443);

    @TempDir
    Path folder;

    @Test
    void everyCommandOfTheEnglishQuickStartWorks() throws Exception {
        // Given
        PORTS.forEach(QuickStartIT::assertFree);
        // When
        List<String> outputs = follow("en");
        // Then
        assertThat(outputs.get(0)).isEqualTo("200");
        assertThat(outputs.get(1)).contains("blocked-by-rule", "no-gambling", "eventId");
        assertThat(outputs.get(2)).contains("\"action\":\"block\"", "\"rule\":\"no-gambling\"");
        assertThat(outputs.get(3)).endsWith("403");
    }

    @Test
    void theJapaneseQuickStartHasTheSameCommands() throws IOException {
        List<String> english = blocks("en").stream().map(Block::commands).toList();
        List<String> japanese = blocks("ja").stream()
                .map(block ->
                        block.commands().replace("no-example-ja", "no-example").replace("example.net", "example.org"))
                .toList();
        assertThat(japanese).isEqualTo(english);
    }

    private static void assertFree(int port) {
        try (ServerSocket listener = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(listener.isBound()).isTrue();
        } catch (IOException e) {
            fail(
                    "The quick start uses port " + port
                            + ", which another program has now; end that one and run this test again.",
                    e);
        }
    }

    private List<String> follow(String language) throws Exception {
        Path run = Files.writeString(
                folder.resolve("run"), "#!/bin/sh\nSEKISHO_SKIP_BUILD=1 exec " + Sekisho.root() + "/run \"$@\"\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> outputs = new ArrayList<>();
        Process started = null;
        try {
            for (Block block : blocks(language)) {
                if (block.background()) {
                    started = shell(block.commands(), "start.log");
                    awaitReady(started);
                } else {
                    Process process = shell(block.commands(), "step.log");
                    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
                    String output = Files.readString(folder.resolve("step.log")).strip();
                    assertThat(process.exitValue())
                            .as(block.commands() + "\n" + output)
                            .isZero();
                    outputs.add(output);
                    Files.delete(folder.resolve("step.log"));
                }
            }
        } finally {
            if (started != null) {
                started.destroy();
                assertThat(started.waitFor(10, TimeUnit.SECONDS))
                        .as("stops within ten seconds")
                        .isTrue();
            }
        }
        return outputs;
    }

    private void awaitReady(Process process) throws Exception {
        Instant limit = Instant.now().plus(Duration.ofSeconds(90));
        while (!Files.exists(folder.resolve("data/ready.json"))) {
            assertThat(process.isAlive() && Instant.now().isBefore(limit))
                    .as(Files.readString(folder.resolve("start.log")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private Process shell(String commands, String log) throws IOException {
        return new ProcessBuilder(
                        "bash", "-euo", "pipefail", "-c", commands.contains("./run") ? "exec " + commands : commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static List<Block> blocks(String language) throws IOException {
        String page = Files.readString(Sekisho.root().resolve("docs/guide/" + language + "/quick-start.md"));
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(page);
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(2).strip(), matcher.group(1) != null));
        }
        return blocks;
    }

    private record Block(String commands, boolean background) {}
}
