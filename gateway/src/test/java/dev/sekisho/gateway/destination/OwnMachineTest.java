package dev.sekisho.gateway.destination;

import static dev.sekisho.gateway.destination.DestinationGuardTest.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.url.Network;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The machine itself, under its address of the public Internet. */
class OwnMachineTest {
    private static final OwnAddresses OWN = new OwnAddresses(Set.of(address("203.0.114.9")));

    private static DestinationGuard guard(List<Network> allowed) {
        return new DestinationGuard(allowed, List.of(), List::of, OWN);
    }

    @Test
    void itsOwnPublicAddressIsRefusedAndItsNeighbourIsNot() {
        DestinationGuard guard = guard(List.of());
        for (String own : List.of("203.0.114.9", "::ffff:203.0.114.9", "64:ff9b::cb00:7209")) {
            assertThat(guard.refusedBy(new InetSocketAddress(address(own), 22)))
                    .as(own)
                    .contains("own-address");
        }
        assertThat(guard.refusedBy(new InetSocketAddress(address("203.0.114.8"), 22)))
                .isEmpty();
    }

    @Test
    void itIsOpenWhereItIsAllowed() {
        assertThat(guard(List.of(Network.parse("203.0.114.9")))
                        .refusedBy(new InetSocketAddress(address("203.0.114.9"), 22)))
                .isEmpty();
    }
}
