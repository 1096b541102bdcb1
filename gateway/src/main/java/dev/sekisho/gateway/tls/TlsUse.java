package dev.sekisho.gateway.tls;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which TLS the clients of each listener still speak: the number of handshakes by version and suite, so that an operator sees when
 * nobody needs an old suite any more. Suites outside the listener's profile count as {@code other}.
 */
public final class TlsUse {
    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    /**
     * What is counted together.
     *
     * @param listener the listener's address, as configured
     * @param profile its profile
     * @param version for example {@code TLSv1.2}
     * @param suite as JSSE spells it
     */
    public record Key(String listener, String profile, String version, String suite) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return (listener + profile + version + suite)
                    .compareTo(other.listener + other.profile + other.version + other.suite);
        }
    }

    /** Nothing yet. */
    public TlsUse() {}

    /** Counts a handshake. */
    public void count(String listener, TlsProfile profile, TlsFacts agreed) {
        String version = profile.protocols().contains(agreed.version()) ? agreed.version() : "other";
        String suite = profile.suites().contains(agreed.cipher()) ? agreed.cipher() : "other";
        counts.computeIfAbsent(new Key(listener, profile.wire(), version, suite), key -> new LongAdder())
                .increment();
    }

    /** All counts so far. */
    public Map<Key, Long> counts() {
        Map<Key, Long> all = new TreeMap<>();
        counts.forEach((key, count) -> all.put(key, count.sum()));
        return all;
    }
}
