package dev.sekisho.gateway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.policy.url.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DestinationGuardTest {
    private static final OwnAddresses OWN = new OwnAddresses(Set.of(address("203.0.114.9")));
    private static final DestinationGuard CLOSED = guard(List.of(), List.of(), List.of());

    static InetAddress address(String literal) {
        return Network.parse(literal).first();
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(address(literal), port);
    }

    private static DestinationGuard guard(
            List<String> allowed, List<InetSocketAddress> open, List<InetSocketAddress> listeners) {
        return new DestinationGuard(allowed.stream().map(Network::parse).toList(), open, () -> listeners, OWN);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, loopback",
        "127.255.0.3, loopback",
        "::1, loopback",
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "::, unspecified",
        "10.0.0.1, private",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.168.1.1, private",
        "fc00::1, private",
        "fd12:3456::1, private",
        "fec0::1, private",
        "100.64.0.1, shared",
        "100.127.255.255, shared",
        "169.254.1.1, link-local",
        "fe80::1, link-local",
        "169.254.169.254, metadata",
        "fd00:ec2::254, metadata",
        "100.100.100.200, metadata",
        "192.0.2.1, documentation",
        "198.51.100.1, documentation",
        "203.0.113.1, documentation",
        "2001:db8::1, documentation",
        "198.18.0.1, benchmarking",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "ff02::1, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, reserved",
        "192.0.0.8, reserved",
        "::ffff:127.0.0.1, loopback",
        "::ffff:169.254.169.254, metadata",
        "::7f00:1, loopback",
        "2002:7f00:1::, loopback",
        "2002:a9fe:a9fe::1, metadata",
        "64:ff9b::a00:1, private",
        "64:ff9b::a9fe:a9fe, metadata",
        "64:ff9b:1::808:808, local-translation",
        "2001:0:0808:0808:0:0:80ff:fffe, loopback",
        "2606:4700::5efe:7f00:1, loopback"
    })
    void whatIsNotOfThePublicInternetIsRefused(String literal, String rule) {
        assertThat(CLOSED.refusedBy(at(literal, 443))).contains(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8",
        "1.1.1.1",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.255.255",
        "126.255.255.255",
        "128.0.0.0",
        "223.255.255.255",
        "11.0.0.0",
        "2606:4700::1111",
        "2002:0808:0808::1",
        "64:ff9b::808:808",
        "2001:4860:4860::8888"
    })
    void thePublicInternetIsOpen(String literal) {
        assertThat(CLOSED.refusedBy(at(literal, 443))).isEmpty();
    }

    @Test
    void anAllowedBlockIsOpenAndItsNeighboursAreNot() {
        // Given
        DestinationGuard guard = guard(List.of("10.1.0.0/16", "127.0.0.2", "fd00::/8"), List.of(), List.of());
        // When, Then
        assertThat(guard.refusedBy(at("10.1.255.255", 80))).isEmpty();
        assertThat(guard.refusedBy(at("64:ff9b::a01:1", 80))).isEmpty();
        assertThat(guard.refusedBy(at("127.0.0.2", 80))).isEmpty();
        assertThat(guard.refusedBy(at("fd00::7", 80))).isEmpty();
        assertThat(guard.refusedBy(at("10.2.0.0", 80))).contains("private");
        assertThat(guard.refusedBy(at("127.0.0.3", 80))).contains("loopback");
    }

    @Test
    void anOpenEndpointOpensNoOtherPortOfItsAddress() {
        // Given
        DestinationGuard guard = guard(List.of(), List.of(at("127.0.0.1", 8001)), List.of());
        // When, Then
        assertThat(guard.refusedBy(at("127.0.0.1", 8001))).isEmpty();
        assertThat(guard.refusedBy(at("127.0.0.1", 8002))).contains("loopback");
        assertThat(guard.refusedBy(at("127.0.0.2", 8001))).contains("loopback");
    }

    @Test
    void ourOwnListenersAreNeverReachable() {
        // Given
        List<InetSocketAddress> listeners = List.of(at("127.0.0.1", 8080), at("0.0.0.0", 9443));
        DestinationGuard guard = guard(List.of("0.0.0.0/0", "::/0"), List.of(at("127.0.0.1", 8080)), listeners);
        // When, Then
        for (String own : List.of("127.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "0.0.0.0")) {
            assertThat(guard.refusedBy(at(own, 8080))).contains("own-listener");
        }
        for (String own : List.of("127.0.0.1", "127.9.9.9", "::1", "203.0.114.9", "0.0.0.0", "::")) {
            assertThat(guard.refusedBy(at(own, 9443))).contains("own-listener");
        }
        assertThat(guard.refusedBy(at("127.0.0.2", 8080))).isEmpty();
        assertThat(guard.refusedBy(at("127.0.0.1", 8081))).isEmpty();
        assertThat(guard.refusedBy(at("203.0.114.8", 9443))).isEmpty();
    }

    @Test
    void aNameThatWasNotResolvedIsRefused() {
        assertThat(CLOSED.refusedBy(InetSocketAddress.createUnresolved("a.example", 80)))
                .contains("unresolved");
    }
}
