package dev.sekisho.app.standalone;

import dev.sekisho.app.settings.SettingsReader;
import dev.sekisho.seal.NullCipherVaults;
import dev.sekisho.seal.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The product in a process of its own whose temporary folder and output are the test's, so that all it writes can be looked at; with
 * {@code null}, over a cipher that leaves bytes as they are. It stops when its input ends.
 */
final class CollectionProduct implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private final Process process;
    private final JsonNode ready;

    private CollectionProduct(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /** The product's process. */
    public static void main(String[] arguments) throws Exception {
        Options options = new Options(SettingsReader.read(Path.of(arguments[0]), Optional.empty()), false, true);
        Standalone.KeyOpener keys = arguments[1].equals("null") ? NullCipherVaults::open : Vaults::open;
        try (Standalone running = Standalone.start(options, System.out, keys)) {
            while (running != null && System.in.read() >= 0) {
                // nothing is said; the end counts
            }
        }
        System.exit(0);
    }

    /** Starts it with {@code sekisho.yaml} of a folder; temporary files go to {@code temporary} there. */
    static CollectionProduct start(Path folder, boolean sealed) throws Exception {
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        Path output = folder.resolve("output.log");
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home", "")).resolve("bin/java").toString(),
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary,
                CollectionProduct.class.getName(),
                folder.resolve("sekisho.yaml").toString(),
                sealed ? "sealed" : "null"));
        builder.environment().put("CLASSPATH", classes);
        builder.environment().put("TMPDIR", temporary.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Path ready = folder.resolve("home/ready.json");
        Instant end = Instant.now().plus(LIMIT);
        while (!Files.exists(ready)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                process.destroyForcibly();
                throw new IllegalStateException("not ready:\n" + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new CollectionProduct(process, JsonMapper.shared().readTree(Files.readString(ready)));
    }

    /** What it wrote down for a laboratory. */
    JsonNode ready() {
        return ready;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        boolean stopped = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!stopped) {
            throw new IllegalStateException("did not stop in time");
        }
    }
}
