package dev.sekisho.gateway.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class HiddenAddressTest {
    private static final DestinationGuard CLOSED = new DestinationGuard(List.of(), List.of(), List::of);

    @Property
    void hidingAnAddressInIpv6NeverOpensIt(@ForAll @Size(4) byte[] four) {
        // Given
        InetAddress plain = SpecialAddresses.of(four);
        Optional<String> verdict = CLOSED.refusedBy(new InetSocketAddress(plain, 80));
        // When, Then
        for (byte[] form : List.of(
                wrap(new byte[] {0x20, 0x02}, four, 2),
                wrap(new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b}, four, 12),
                wrap(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff}, four, 12))) {
            Optional<String> hidden = CLOSED.refusedBy(new InetSocketAddress(SpecialAddresses.of(form), 80));
            assertThat(hidden.isPresent()).isEqualTo(verdict.isPresent());
        }
    }

    private static byte[] wrap(byte[] prefix, byte[] four, int at) {
        byte[] all = new byte[16];
        System.arraycopy(prefix, 0, all, 0, prefix.length);
        System.arraycopy(four, 0, all, at, 4);
        return all;
    }
}
