package dev.sekisho.app.standalone;

import dev.sekisho.app.Verb;
import dev.sekisho.app.settings.Settings;
import dev.sekisho.app.settings.SettingsReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** {@code sekisho standalone}: every role in this process, in the foreground, until SIGTERM. */
public final class StandaloneVerb implements Verb {
    @Override
    public String help() {
        return """
                usage: sekisho standalone [--demo] [--lab] [--home DIR] [--config FILE]
                runs every role in this process, in the foreground
                  --demo         two customers; recorded page loads are replayed through the gateway
                  --lab          two customers, calls that move the clock; credentials in ready.json; loopback only
                  --home DIR     folder of everything that is kept (default: data)
                  --config FILE  configuration (docs/configuration.md)""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        Deque<String> rest = new ArrayDeque<>(arguments);
        boolean demo = false;
        boolean lab = false;
        Optional<Path> home = Optional.empty();
        Optional<Path> file = Optional.empty();
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--demo" -> demo = true;
                case "--lab" -> lab = true;
                case "--home" -> home = Optional.of(path(argument, rest));
                case "--config" -> file = Optional.of(path(argument, rest));
                default -> {
                    err.println("There is no option \"" + argument + "\".\n" + help());
                    return 2;
                }
            }
        }
        Optional<Path> chosen = home.map(Path::toAbsolutePath);
        Settings settings = file.map(path -> SettingsReader.read(path, chosen))
                .orElseGet(() -> SettingsReader.defaults(Path.of("").toAbsolutePath(), chosen));
        runUntilStopped(new Options(demo || lab ? settings.rehearsingBackups() : settings, demo, lab), out);
        return 0;
    }

    private static void runUntilStopped(Options options, PrintStream out) throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Standalone standalone = Standalone.start(options, out);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            standalone.close();
            stopped.countDown();
        }));
        stopped.await();
    }

    private static Path path(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return Path.of(rest.removeFirst());
    }
}
