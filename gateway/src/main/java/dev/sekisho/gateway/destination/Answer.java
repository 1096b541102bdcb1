package dev.sekisho.gateway.destination;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a resolver said about one name.
 *
 * @param addresses in the order in which to try them
 * @param failure why there are none; empty if there are some
 * @param ttl how long the resolver wants it to be kept; only for an answer with addresses
 */
record Answer(List<InetAddress> addresses, Optional<Resolution.Reason> failure, Duration ttl) {
    static Answer found(List<InetAddress> addresses, Duration ttl) {
        return new Answer(List.copyOf(addresses), Optional.empty(), ttl);
    }

    static Answer none(Resolution.Reason reason) {
        return new Answer(List.of(), Optional.of(reason), Duration.ZERO);
    }
}
