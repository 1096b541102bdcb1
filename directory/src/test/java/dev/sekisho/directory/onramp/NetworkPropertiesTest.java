package dev.sekisho.directory.onramp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.directory.CustomerSettings.LogUnavailable;
import dev.sekisho.directory.OnRampTable.Match;
import dev.sekisho.directory.SourceNetwork;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.kernel.scope.ScopeIssuer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of networks: the table answers as a search through all of them would, and overlap is what sets say it is. */
class NetworkPropertiesTest {
    private static final CustomerScope SCOPE =
            ScopeIssuer.create(new Region("lab")).issueForNewCustomer(new Actor.Job("test"));

    /** Few bits differ, so that networks nest and meet. */
    @Provide
    Arbitrary<InetAddress> addresses() {
        Arbitrary<byte[]> four = Arbitraries.bytes()
                .between((byte) 0, (byte) 3)
                .array(byte[].class)
                .ofSize(4);
        Arbitrary<byte[]> sixteen = Arbitraries.bytes()
                .between((byte) 0, (byte) 1)
                .array(byte[].class)
                .ofSize(16);
        return Arbitraries.oneOf(four, sixteen).map(NetworkPropertiesTest::address);
    }

    @Provide
    Arbitrary<SourceNetwork> networks() {
        return addresses()
                .flatMap(address -> Arbitraries.integers()
                        .between(0, address.getAddress().length * 8)
                        .map(prefix -> masked(address, prefix)));
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SourceNetwork masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >>> (bit % 8));
        }
        // A masked IPv4-mapped address would turn into IPv4 with an IPv6 prefix.
        InetAddress masked = address(bytes);
        return new SourceNetwork(masked, Math.min(prefix, masked.getAddress().length * 8));
    }

    private static Match match(String name) {
        return new Match(name, SCOPE, false, "Aoi", "", 1, LogUnavailable.GAP, java.time.ZoneOffset.UTC);
    }

    @Property
    void theTableFindsTheLongestPrefix(
            @ForAll("networks") SourceNetwork first,
            @ForAll("networks") SourceNetwork second,
            @ForAll("networks") SourceNetwork third,
            @ForAll("addresses") InetAddress asked) {
        Map<SourceNetwork, Match> networks = new HashMap<>();
        for (SourceNetwork network : List.of(first, second, third)) {
            networks.put(network, match(network.toString()));
        }
        Optional<String> expected = networks.keySet().stream()
                .filter(network -> network.contains(asked))
                .max(Comparator.comparing(SourceNetwork::prefix))
                .map(SourceNetwork::toString);
        assertThat(new PrefixTable(networks).find(asked).map(Match::name)).isEqualTo(expected);
    }

    @Property
    void networksOverlapIfOneHoldsTheFirstAddressOfTheOther(
            @ForAll("networks") SourceNetwork left, @ForAll("networks") SourceNetwork right) {
        boolean expected = left.contains(right.address()) || right.contains(left.address());
        assertThat(left.overlaps(right)).isEqualTo(expected);
        assertThat(right.overlaps(left)).isEqualTo(expected);
    }

    @Property
    void aNetworkReadsBackFromItsText(@ForAll("networks") SourceNetwork network) {
        assertThat(SourceNetwork.parse(network.toString())).isEqualTo(network);
    }

    @Property(tries = 200)
    void anythingElseIsRefusedAndNeverResolved(@ForAll String text) {
        if (!text.matches("[0-9a-fA-F:./]*")) {
            assertThatThrownBy(() -> SourceNetwork.parse(text)).isInstanceOf(SekishoException.class);
        }
        for (String bad : List.of("192.0.2.1/24", "192.0.2.0/33", "example.org/24", "192.0.2.0/", "/24", "")) {
            assertThatThrownBy(() -> SourceNetwork.parse(bad)).isInstanceOf(SekishoException.class);
        }
    }
}
