package dev.sekisho.policy.document;

import dev.sekisho.policy.url.Network;
import java.util.Optional;

/** Reads ranges of addresses. */
final class NetworkReader {
    private NetworkReader() {}

    /** The range, unless there is a problem. */
    static Optional<Network> read(Place place) {
        return place.text().flatMap(text -> {
            try {
                return Optional.of(Network.parse(text));
            } catch (IllegalArgumentException e) {
                place.problem(ProblemCode.BAD_NETWORK, "This is not a network such as 192.0.2.0/24 or 2001:db8::/32.");
                return Optional.empty();
            }
        });
    }
}
