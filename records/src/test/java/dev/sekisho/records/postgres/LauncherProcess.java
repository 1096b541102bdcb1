package dev.sekisho.records.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

/** A process of its own that starts a server, writes something, says so, and waits to be killed. */
final class LauncherProcess {
    private LauncherProcess() {}

    /** Arguments: folder, programs, password. */
    public static void main(String[] arguments) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2])) {
            try (Connection connection = server.superuser("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE kept AS SELECT 7 AS x");
            }
            System.out.println("running " + server.pid());
            System.out.flush();
            if (System.in.read() < 0) {
                Thread.currentThread().join();
            }
        }
    }
}
