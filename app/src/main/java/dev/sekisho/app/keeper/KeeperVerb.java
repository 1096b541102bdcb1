package dev.sekisho.app.keeper;

import dev.sekisho.app.Verb;
import dev.sekisho.keeper.Keeper;
import dev.sekisho.keeper.KeeperIdentity;
import dev.sekisho.keeper.KeeperOptions;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Runs a keeper until it is told to stop. */
public final class KeeperVerb implements Verb {
    @Override
    public String help() {
        return """
                usage: sekisho keeper --folder DIR --listen HOST:PORT [--name HOST]...
                keeps backup sets of an installation that can add to them and read them, and nothing else
                  --folder DIR       where it keeps; the first start makes it, readable by this account alone
                  --listen HOST:PORT where it listens, TLS 1.3
                  --name HOST        a name by which installations reach it; HOST of --listen if there is none
                Runs on a machine and under an account of its own. Carry DIR/keeper.pem and DIR/token to the installation by hand,
                and name them in backup.targets. Sets go after eight to thirteen days, by this machine's clock.""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        @Nullable Path folder = null;
        @Nullable InetSocketAddress listen = null;
        List<String> names = new ArrayList<>();
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            String word = words.next();
            String value = words.hasNext() ? words.next() : "";
            switch (word) {
                case "--folder" -> folder = Path.of(value);
                case "--listen" -> listen = address(value);
                case "--name" -> names.add(value);
                default -> folder = null;
            }
        }
        if (folder == null || listen == null || arguments.size() % 2 != 0) {
            err.println(help());
            return 2;
        }
        if (names.isEmpty()) {
            names.add(listen.getHostString());
        }
        run(folder, listen, names, out);
        return 0;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    text.substring(0, Math.max(colon, 0)).replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new SekishoException(ErrorCode.CONFIG_INVALID, "--listen: HOST:PORT, not \"" + text + "\"", e);
        }
    }

    private static void run(Path folder, InetSocketAddress listen, List<String> names, PrintStream out)
            throws IOException, InterruptedException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        KeeperOptions options = KeeperOptions.of(folder, listen, KeeperIdentity.token(folder));
        try (Keeper keeper = Keeper.start(options, KeeperIdentity.obtain(folder, names))) {
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
            out.println("The keeper is ready on port " + keeper.address().getPort() + "; carry "
                    + folder.resolve("keeper.pem") + " and " + folder.resolve("token")
                    + " to the installation that it keeps for.");
            out.flush();
            stopped.await();
        }
    }
}
