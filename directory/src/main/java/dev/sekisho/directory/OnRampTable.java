package dev.sekisho.directory;

import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.Optional;

/** All on-ramps of the region, in memory: the longest prefix wins. */
public interface OnRampTable {
    /** The on-ramp of a source address; empty refuses the connection. Never blocks. */
    Optional<Match> find(InetAddress source);

    /**
     * Whether the customer's own key service withdrew its keys: then nothing of it can be opened, and its traffic is refused until
     * they are back. Of its on-ramps only name and network are known meanwhile. Never blocks.
     */
    boolean withdrawn(CustomerScope scope);

    /** Whether any on-ramp asks people to sign in. */
    boolean anySignIn();

    /**
     * A way in, and whose it is.
     *
     * @param name its name, for the log
     * @param scope the customer's scope, with the gateway as actor
     * @param signIn whether people have to sign in
     * @param organisation the customer's display name, for refusal pages; empty while its keys are withdrawn
     * @param contact whom to ask, for refusal pages; may be empty
     * @param logRetentionDays how long an event is kept
     * @param logUnavailable what happens to traffic that cannot be logged
     * @param zone in which the customer's times are shown
     */
    record Match(
            String name,
            CustomerScope scope,
            boolean signIn,
            String organisation,
            String contact,
            int logRetentionDays,
            CustomerSettings.LogUnavailable logUnavailable,
            ZoneId zone) {}
}
