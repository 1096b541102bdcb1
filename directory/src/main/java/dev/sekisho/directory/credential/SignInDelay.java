package dev.sekisho.directory.credential;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a login has to wait after failures: from the fifth in a row on one second, then two, four and so on up to five minutes.
 * Kept in memory by keyed digests of logins; the oldest are forgotten first.
 */
public final class SignInDelay {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MAX_LOGINS = 100_000;

    private final InstantSource realClock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_LOGINS;
        }
    };

    /** By real time. */
    public SignInDelay(InstantSource realClock) {
        this.realClock = realClock;
    }

    /** @throws SekishoException {@code TOO_MANY_REQUESTS} while the login waits */
    public synchronized void check(String digest) {
        Failures known = failures.get(digest);
        if (known != null && known.until().isAfter(realClock.instant())) {
            long seconds = Math.max(
                    1, Duration.between(realClock.instant(), known.until()).toSeconds());
            throw new SekishoException(
                    ErrorCode.TOO_MANY_REQUESTS, "Too many failed attempts; try again in " + seconds + " s.");
        }
    }

    /** Notes a failure. */
    public synchronized void failed(String digest) {
        int count =
                failures.getOrDefault(digest, new Failures(0, Instant.EPOCH)).count() + 1;
        Duration wait = Duration.ZERO;
        if (count >= FREE) {
            long seconds = 1L << Math.min(count - FREE, 20);
            wait = seconds > LONGEST.toSeconds() ? LONGEST : Duration.ofSeconds(seconds);
        }
        failures.put(digest, new Failures(count, realClock.instant().plus(wait)));
    }

    /** Forgets the failures of a login. */
    public synchronized void succeeded(String digest) {
        failures.remove(digest);
    }

    private record Failures(int count, Instant until) {}
}
