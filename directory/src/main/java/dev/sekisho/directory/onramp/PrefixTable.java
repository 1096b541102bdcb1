package dev.sekisho.directory.onramp;

import dev.sekisho.directory.OnRampTable.Match;
import dev.sekisho.directory.SourceNetwork;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the longest prefix that holds an address: one look-up for each length that occurs. Immutable. */
public final class PrefixTable {
    private final TreeMap<Integer, Map<ByteBuffer, Match>> byLength = new TreeMap<>();

    /** With these networks. */
    public PrefixTable(Map<SourceNetwork, Match> networks) {
        networks.forEach((network, match) -> byLength.computeIfAbsent(network.prefix(), length -> new HashMap<>())
                .put(key(network.address().getAddress(), network.prefix()), match));
    }

    /** What the longest prefix that holds the address leads to. */
    public Optional<Match> find(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Map.Entry<Integer, Map<ByteBuffer, Match>> length :
                byLength.descendingMap().entrySet()) {
            if (length.getKey() <= bytes.length * 8) {
                Match match = length.getValue().get(key(bytes, length.getKey()));
                if (match != null) {
                    return Optional.of(match);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether any match asks people to sign in. */
    public boolean anySignIn() {
        return byLength.values().stream()
                .anyMatch(matches -> matches.values().stream().anyMatch(Match::signIn));
    }

    /** The bits of the prefix, in a buffer whose length tells IPv4 from IPv6. */
    private static ByteBuffer key(byte[] address, int prefix) {
        byte[] masked = new byte[address.length];
        int whole = prefix / 8;
        System.arraycopy(address, 0, masked, 0, whole);
        if (prefix % 8 != 0) {
            masked[whole] = (byte) (address[whole] & (0xff << (8 - prefix % 8)));
        }
        return ByteBuffer.wrap(masked);
    }
}
