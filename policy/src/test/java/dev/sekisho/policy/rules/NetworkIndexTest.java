package dev.sekisho.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.url.Addresses;
import dev.sekisho.policy.url.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NetworkIndexTest {
    @Property(tries = 500)
    void theIndexFindsTheNetworksThatContainTheAddress(@ForAll long seed) {
        // Given networks of both kinds, of every length, crowded into few addresses
        Random random = new Random(seed);
        Map<Network, List<Network>> networks = new LinkedHashMap<>();
        for (int i = 0; i < 30; i++) {
            InetAddress base = address(random);
            Network network = new Network(base, random.nextInt(base.getAddress().length * 8 + 1));
            networks.put(network, List.of(network));
        }
        NetworkIndex<Network> index = NetworkIndex.copyOf(networks);

        for (int i = 0; i < 50; i++) {
            // When
            InetAddress address = address(random);
            List<Network> found = new ArrayList<>();
            index.find(address, found::add);

            // Then
            List<Network> expected = networks.keySet().stream()
                    .filter(network -> network.contains(address))
                    .toList();
            assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(index.contains(address)).isEqualTo(!expected.isEmpty());
        }
    }

    private static InetAddress address(Random random) {
        byte[] v4 = {
            (byte) (10 + random.nextInt(2)),
            (byte) random.nextInt(2),
            (byte) random.nextInt(256),
            (byte) random.nextInt(256)
        };
        if (random.nextBoolean()) {
            return Addresses.plain(v4);
        }
        byte[] v6 = new byte[16];
        if (random.nextBoolean()) {
            v6[1] = 0x64;
            v6[2] = (byte) 0xff;
            v6[3] = (byte) 0x9b;
        } else {
            v6[0] = 0x20;
            v6[5] = (byte) random.nextInt(3);
        }
        System.arraycopy(v4, 0, v6, 12, 4);
        return Addresses.plain(v6);
    }
}
