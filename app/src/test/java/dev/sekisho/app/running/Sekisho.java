package dev.sekisho.app.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A standalone Sekisho in a process of its own, started by {@code bin/sekisho} as a user would. */
final class Sekisho implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(120);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private final Path folder;
    private final Process process;
    private final JsonNode ready;

    private Sekisho(Path folder, Process process, JsonNode ready) {
        this.folder = folder;
        this.process = process;
        this.ready = ready;
    }

    /** Starts with {@code --lab} on ports of its own; {@code yaml} goes below {@code gateway:} and to the top level. */
    static Sekisho lab(Path folder, String gatewayYaml, String topYaml) throws Exception {
        return start(folder, configuration(gatewayYaml, topYaml), List.of("--lab"), List.of());
    }

    /** Starts with these arguments beside {@code --config}; {@code wrapper} goes before the command. */
    static Sekisho start(Path folder, String yaml, List<String> arguments, List<String> wrapper) throws Exception {
        Process process = launch(folder, yaml, arguments, wrapper);
        Path readyFile = folder.resolve("home/ready.json");
        Instant limit = Instant.now().plus(READY_WITHIN);
        while (!Files.exists(readyFile)) {
            if (!process.isAlive() || Instant.now().isAfter(limit)) {
                String output = Files.readString(folder.resolve("output.log"));
                process.destroyForcibly();
                throw new IllegalStateException("Sekisho did not become ready:\n" + output);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new Sekisho(folder, process, JsonMapper.shared().readTree(Files.readString(readyFile)));
    }

    /** Starts a process without waiting; its output goes to {@code output.log}. */
    static Process launch(Path folder, String yaml, List<String> arguments, List<String> wrapper) throws IOException {
        Path file = Files.writeString(folder.resolve("sekisho.yaml"), yaml);
        Files.deleteIfExists(folder.resolve("home/ready.json"));
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(root().resolve("bin/sekisho").toString(), "standalone", "--config", file.toString()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.log").toFile()))
                .start();
    }

    /** A configuration with every listener on a free loopback port. */
    static String configuration(String gatewayYaml, String topYaml) {
        return """
                home: home
                regions: [{name: lab}]
                gateway:
                  listen: [127.0.0.1:0]
                %scontrol: {listen: "127.0.0.1:0"}
                %s""".formatted(gatewayYaml.indent(2), topYaml);
    }

    static Path root() {
        return Path.of(System.getProperty("sekisho.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    String proxy() {
        return ready.get("proxy").asString();
    }

    int proxyPort() {
        return Integer.parseInt(proxy().substring(proxy().lastIndexOf(':') + 1));
    }

    Path home() {
        return folder.resolve("home");
    }

    Path folder() {
        return folder;
    }

    long pid() {
        return process.pid();
    }

    JsonNode ready() {
        return ready;
    }

    JsonNode customer(int index) {
        return ready.get("customers").get(index);
    }

    /** The API as the customer of {@code ready.json} with this index. */
    Api api(int index) throws Exception {
        return new Api(
                ready.get("console").asString(),
                Path.of(ready.get("consoleCa").asString()),
                customer(index).get("apiToken").asString());
    }

    /** The API as the operator. */
    Api operatorApi() throws Exception {
        JsonNode operator = ready.get("operator");
        return new Api(
                operator.get("url").asString(),
                Path.of(ready.get("consoleCa").asString()),
                operator.get("apiToken").asString());
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("output.log"));
    }

    /** Kills without any warning, and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop; answers whether it did so in time. */
    boolean stop() throws InterruptedException {
        process.destroy();
        boolean stopped = process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        if (!stopped) {
            kill();
        }
        return stopped;
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}
