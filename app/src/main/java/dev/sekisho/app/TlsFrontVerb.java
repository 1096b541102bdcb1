package dev.sekisho.app;

import dev.sekisho.gateway.front.FrontOrder;
import dev.sekisho.gateway.front.FrontServer;
import dev.sekisho.kernel.error.SekishoException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** The process that does TLS for one listener with the profile {@code seed-compat}; started by the gateway's process only. */
final class TlsFrontVerb implements Verb {
    private static final long REPORT_MILLIS = 1_000;

    @Override
    public String help() {
        return """
                usage: sekisho tls-front
                does the TLS of one seed-compat listener; started by standalone, which says on standard input what to do
                  ends when its standard input ends. Answers "listening PORT", then "failed N" after handshakes that failed;
                  or "refused CODE MESSAGE".""";
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) throws Exception {
        if (!arguments.isEmpty()) {
            err.println(help());
            return 2;
        }
        FrontServer.openStaticRsa();
        DataInputStream in = new DataInputStream(System.in);
        try (FrontServer server = FrontServer.start(FrontOrder.read(in))) {
            out.println("listening " + server.address().getPort());
            out.flush();
            Thread.ofVirtual().name("front-report").start(() -> report(server, out));
            // Blocks until the gateway's process closes the pipe or is gone.
            if (in.read() >= 0) {
                err.println("a front takes one order only");
            }
            return 0;
        } catch (SekishoException e) {
            out.println("refused " + e.code().code() + " " + e.getMessage());
            out.flush();
            return 2;
        } catch (IOException e) {
            err.println("a front that was not started by standalone: " + e.getMessage());
            return 2;
        }
    }

    private static void report(FrontServer server, PrintStream out) {
        long told = 0;
        try {
            while (true) {
                Thread.sleep(REPORT_MILLIS);
                long now = server.failed();
                if (now != told) {
                    out.println("failed " + now);
                    out.flush();
                    told = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
