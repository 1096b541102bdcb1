package dev.sekisho.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code sekisho prepare}: makes the ahead-of-time cache of this JDK (JEP 483, JEP 514) by one training start in a folder of its
 * own. Starts are faster with it; nothing else depends on it.
 */
final class PrepareVerb implements Verb {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration CACHE_WITHIN = Duration.ofMinutes(3);

    @Override
    public String help() {
        return """
                usage: sekisho prepare
                makes the ahead-of-time cache for faster starts; run it again after a new build or another JDK""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (!arguments.isEmpty()) {
            err.println(help());
            return 2;
        }
        Path lib = Path.of(PrepareVerb.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
        if (lib == null || lib.getParent() == null) {
            err.println("prepare works on an installed distribution only");
            return 2;
        }
        Path cache = lib.resolveSibling("sekisho.aot");
        Path draft = lib.resolveSibling("sekisho.aot.part");
        Path folder = Files.createTempDirectory("sekisho-prepare");
        try {
            train(folder, draft);
            Files.move(draft, cache, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            out.println("made " + cache + " (" + Files.size(cache) / (1 << 20) + " MiB)");
            return 0;
        } finally {
            delete(folder);
        }
    }

    private static void train(Path folder, Path cache) throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                folder.resolve("sekisho.yaml"),
                "home: home\ngateway: {listen: ['127.0.0.1:0']}\ncontrol: {listen: '127.0.0.1:0'}\n");
        Path output = folder.resolve("output.log");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("sekisho.dist", "."))
                        .resolve("bin/sekisho")
                        .toString(),
                "standalone",
                "--lab",
                "--config",
                configuration.toString());
        builder.environment().put("SEKISHO_JVM_OPTIONS", "-XX:AOTCacheOutput=" + cache);
        builder.environment().put("SEKISHO_NO_CACHE", "1");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Path ready = folder.resolve("home/ready.json");
            Instant limit = Instant.now().plus(READY_WITHIN);
            while (!Files.exists(ready)) {
                if (!process.isAlive() || Instant.now().isAfter(limit)) {
                    throw new IOException("the training start failed:\n" + Files.readString(output));
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            process.destroy();
            if (!process.waitFor(CACHE_WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
                throw new IOException("the training start made no cache:\n" + Files.readString(output));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
