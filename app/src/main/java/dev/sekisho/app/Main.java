package dev.sekisho.app;

import dev.sekisho.app.backup.BackupVerb;
import dev.sekisho.app.backup.RestoreVerb;
import dev.sekisho.app.keeper.KeeperVerb;
import dev.sekisho.app.keys.KeysVerb;
import dev.sekisho.app.standalone.StandaloneVerb;
import dev.sekisho.directory.PolicyRejected;
import dev.sekisho.kernel.error.SekishoException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The {@code sekisho} command. Exit codes: 0 done, 1 the answer is no, 2 it could not be done. */
public final class Main {
    private static final int COULD_NOT = 2;
    private static final Map<String, Verb> VERBS = new TreeMap<>(Map.of(
            "standalone", new StandaloneVerb(),
            "backup", new BackupVerb(),
            "restore", new RestoreVerb(),
            "keeper", new KeeperVerb(),
            "keys", new KeysVerb(),
            "prepare", new PrepareVerb(),
            "tls-front", new TlsFrontVerb(),
            "probe", new ProbeVerb(),
            "verify", new VerifyVerb()));

    private Main() {}

    /** Runs the verb that the arguments name. */
    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        int exit = run(List.of(arguments), System.out, System.err);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || List.of("--help", "-h", "help").contains(arguments.getFirst())) {
            out.println(help());
            return arguments.isEmpty() ? COULD_NOT : 0;
        }
        if (arguments.getFirst().equals("--version")) {
            out.println(Version.text());
            return 0;
        }
        Verb verb = VERBS.get(arguments.getFirst());
        if (verb == null) {
            err.println("There is no verb \"" + arguments.getFirst() + "\". " + help());
            return COULD_NOT;
        }
        List<String> rest = arguments.subList(1, arguments.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            out.println(verb.help());
            return 0;
        }
        try {
            return verb.run(rest, out, err);
        } catch (PolicyRejected e) {
            err.println(e.code().code() + ": " + e.getMessage());
            e.problems().forEach(problem -> err.println("  " + problem));
            return COULD_NOT;
        } catch (SekishoException e) {
            err.println(e.code().code() + ": " + e.getMessage());
            return COULD_NOT;
        } catch (Exception e) {
            err.println("internal: " + e);
            Arrays.stream(e.getStackTrace()).limit(20).forEach(frame -> err.println("    at " + frame));
            return COULD_NOT;
        }
    }

    private static String help() {
        StringBuilder text = new StringBuilder("usage: sekisho VERB [options]   (VERB --help says more)\n");
        VERBS.forEach((name, verb) -> text.append(String.format(
                "  %-12s %s%n", name, verb.help().lines().skip(1).findFirst().orElse(""))));
        return text.toString().stripTrailing();
    }
}
