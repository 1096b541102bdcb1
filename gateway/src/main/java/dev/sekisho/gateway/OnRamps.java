package dev.sekisho.gateway;

import dev.sekisho.gateway.event.WhenLogFails;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Which customer's traffic comes from an address. Answers at once, from memory. */
public interface OnRamps {
    /** The on-ramp of a source address; empty refuses the connection. */
    Optional<OnRamp> find(InetAddress source);

    /**
     * What the customer is served with at this moment, by its licence. Asked again for each request, and for tunnels every two
     * seconds: whoever came in before the licence was locked is served no longer than others.
     */
    default Service service(CustomerScope scope) {
        return Service.FULL;
    }

    /** What a customer is served with. */
    enum Service {
        /** Filtering and a log. */
        FULL,
        /** Filtering; nothing is stored. */
        UNLOGGED,
        /** Nothing: requests are refused, and nothing is stored. */
        NONE,
        /** Nothing, because the customer's own key service does not give its keys: nothing can be opened or stored. */
        WITHDRAWN;

        /** Whether any traffic passes. */
        public boolean passes() {
            return switch (this) {
                case FULL, UNLOGGED -> true;
                case NONE, WITHDRAWN -> false;
            };
        }
    }

    /**
     * A way in.
     *
     * @param name its name, for the log
     * @param scope the customer that it was proved to belong to
     * @param signIn whether people have to sign in by Basic proxy authentication
     * @param organisation the customer's display name, for refusal pages
     * @param contact whom to ask, for refusal pages; may be empty
     * @param logRetentionDays how long the event is kept, for refusal pages
     * @param whenLogFails what the customer chose for the time when the log takes no events
     * @param zone in which refusal pages show times
     */
    record OnRamp(
            String name,
            CustomerScope scope,
            boolean signIn,
            String organisation,
            String contact,
            int logRetentionDays,
            WhenLogFails whenLogFails,
            ZoneId zone) {
        /** Of a customer that chose nothing: what cannot be logged does not pass, times are UTC. */
        public OnRamp(
                String name,
                CustomerScope scope,
                boolean signIn,
                String organisation,
                String contact,
                int logRetentionDays) {
            this(name, scope, signIn, organisation, contact, logRetentionDays, WhenLogFails.REFUSE, ZoneOffset.UTC);
        }
    }
}
