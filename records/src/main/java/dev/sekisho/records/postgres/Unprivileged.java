package dev.sekisho.records.postgres;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How a program is run without the rights of root, which PostgreSQL refuses to have. An ordinary user runs it directly. Root runs
 * it as the user {@code sekisho}, or {@code nobody} if there is none ({@code setpriv}, util-linux); where that user cannot
 * enter home, in a user namespace of its own without any capability ({@code unshare -U}).
 *
 * @param prefix what is put before a command
 * @param owner who has to own the data folder
 */
record Unprivileged(List<String> prefix, String owner) {
    private static final List<String> USERS = List.of("sekisho", "nobody");
    private static final int PROBE_SECONDS = 10;

    /**
     * The way that works on this machine for {@code folder}, which is handed to that user.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if none works
     */
    static Unprivileged choose(Path folder, PostgresBinaries binaries) {
        String me = System.getProperty("user.name");
        if (!me.equals("root")) {
            return new Unprivileged(List.of(), me);
        }
        for (Unprivileged way : ways()) {
            if (way.works(folder, binaries)) {
                return way;
            }
        }
        throw new SekishoException(
                ErrorCode.CONFIG_INVALID,
                "PostgreSQL does not run as root, and neither the user sekisho or nobody can enter home nor are user"
                        + " namespaces allowed. Start Sekisho as an ordinary user, or move home to a folder that others"
                        + " may enter.");
    }

    private static List<Unprivileged> ways() {
        List<Unprivileged> ways = new ArrayList<>();
        for (String user : USERS) {
            if (run(List.of("id", "-u", user))) {
                ways.add(new Unprivileged(
                        List.of(
                                "setpriv",
                                "--reuid=" + user,
                                "--regid=" + (user.equals("nobody") ? "nogroup" : user),
                                "--clear-groups",
                                "--inh-caps=-all",
                                "--no-new-privs",
                                "--"),
                        user));
            }
        }
        ways.add(new Unprivileged(List.of("unshare", "-U", "--"), "root"));
        return ways;
    }

    private boolean works(Path folder, PostgresBinaries binaries) {
        try {
            own(folder);
        } catch (IOException e) {
            return false;
        }
        return run(command("test", "-w", folder.toString()))
                && run(command(binaries.program("postgres").toString(), "--version"));
    }

    /** The command, with what has to be put before it. */
    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    /** Hands a folder and everything in it to the user; does nothing to what is theirs already. */
    void own(Path folder) throws IOException {
        UserPrincipal user =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        if (Files.getOwner(folder).equals(user)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(file, user);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.setOwner(dir, user);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static boolean run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
