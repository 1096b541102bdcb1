package dev.sekisho.trust.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real IMAP server of Debian's dovecot-imapd, on loopback, with one mailbox in a folder. */
final class Dovecot implements AutoCloseable {
    static final String USER = "privacy@provider.example";
    static final String PASSWORD = "correct horse of the mailbox";
    private static final Path PROGRAM = Path.of("/usr/sbin/dovecot");

    final int port;
    final Path ca;
    private final Path folder;
    private final Process process;
    private int delivered;

    Dovecot() throws IOException, GeneralSecurityException, InterruptedException {
        // A folder of its own, which the server's users may enter; nobody else's folder is opened for them.
        folder = Files.createTempDirectory("sekisho-dovecot-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        ca = folder.resolve("ca.pem");
        TestCertificate.of("localhost").write(ca, folder.resolve("key.pem"));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String name : List.of("new", "cur", "tmp")) {
            Files.createDirectories(folder.resolve("mail/" + name));
        }
        Files.writeString(folder.resolve("users"), USER + ":{PLAIN}" + PASSWORD + ":::::\n");
        Path config = Files.writeString(folder.resolve("dovecot.conf"), config());
        run("chown", "-R", "mail:mail", folder.resolve("mail").toString());
        process = new ProcessBuilder(PROGRAM.toString(), "-F", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        await();
    }

    private String config() {
        return String.join(
                "\n",
                "base_dir = " + folder.resolve("run"),
                "protocols = imap",
                "listen = 127.0.0.1",
                "log_path = " + folder.resolve("dovecot.log"),
                "ssl = required",
                "ssl_cert = <" + ca,
                "ssl_key = <" + folder.resolve("key.pem"),
                "mail_location = maildir:" + folder.resolve("mail"),
                "first_valid_uid = 1",
                "passdb {",
                "  driver = passwd-file",
                "  args = " + folder.resolve("users"),
                "}",
                "userdb {",
                "  driver = static",
                "  args = uid=mail gid=mail home=" + folder.resolve("mail"),
                "}",
                "service imap-login {",
                "  inet_listener imap {",
                "    port = 0",
                "  }",
                "  inet_listener imaps {",
                "    port = " + port,
                "    ssl = yes",
                "  }",
                "}",
                "service stats {",
                "  client_limit = 16",
                "}",
                "");
    }

    private void await() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(limit)) {
                    throw new IOException("dovecot did not start: " + Files.readString(folder.resolve("out.log")), e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** Puts a mail into the mailbox, unread. */
    void deliver(String mail) throws IOException, InterruptedException {
        deliver(List.of(mail));
    }

    /** Puts mails into the mailbox, unread, in this order. */
    void deliver(List<String> mails) throws IOException, InterruptedException {
        for (String mail : mails) {
            Files.writeString(
                    folder.resolve("mail/new/" + (1_700_000_000 + delivered++) + ".test" + delivered + ".localhost"),
                    mail);
        }
        run("chown", "-R", "mail:mail", folder.resolve("mail/new").toString());
    }

    /** Mails in a folder; empty for the inbox. */
    long count(String name) throws IOException {
        long count = 0;
        for (String part : List.of("new", "cur")) {
            Path files = folder.resolve("mail" + (name.isEmpty() ? "" : "/." + name) + "/" + part);
            if (Files.isDirectory(files)) {
                try (Stream<Path> all = Files.list(files)) {
                    count += all.count();
                }
            }
        }
        return count;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process done = new ProcessBuilder(command).inheritIO().start();
        if (!done.waitFor(10, TimeUnit.SECONDS) || done.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        run("rm", "-rf", folder.toString());
    }
}
