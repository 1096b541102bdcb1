package dev.sekisho.gateway.front;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Starts and watches front processes: one for each listener with the profile {@code seed-compat}. */
public interface Fronts {
    /** Where there are none. */
    Fronts NONE = new Fronts() {
        @Override
        public Path folder() {
            throw refused();
        }

        @Override
        public Front start(FrontPlace place) {
            throw refused();
        }

        private SekishoException refused() {
            return new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "gateway.listen: tlsProfile seed-compat needs a process of its own, which this role does not start; use modern.");
        }
    };

    /** A folder that only this process's user can enter, for the sockets between gateway and fronts. */
    Path folder();

    /**
     * Starts one and waits until it listens. It is started again when it ends.
     *
     * @throws SekishoException {@code PORT_TAKEN}, or {@code CONFIG_INVALID} if it does not come up
     */
    Front start(FrontPlace place);

    /** A front that runs; closing ends it. */
    interface Front extends AutoCloseable {
        /** Where its clients connect. */
        InetSocketAddress address();

        /** Handshakes that failed since the start of this process. */
        long failedHandshakes();

        /** How often it had to be started again. */
        long restarts();

        /** What is wrong with it now; empty while it listens. */
        Optional<String> problem();

        @Override
        void close();
    }
}
