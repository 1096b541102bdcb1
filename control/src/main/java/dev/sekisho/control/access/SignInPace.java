package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing from one address, in addition to the directory's delay for one login: after ten failures in a row each
 * further one doubles the wait, up to five minutes; never a permanent lock. Addresses are kept in memory only, at most
 * 10,000 of them, and forgotten with the first success or an hour after the last failure.
 */
public final class SignInPace {
    private static final int FREE_FAILURES = 10;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int MAX_ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    /** Counts by the given clock. */
    public SignInPace(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Refusal {@code TOO_MANY_REQUESTS} while the address waits */
    public synchronized void check(String address) {
        Failures known = failures.get(address);
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until())) {
            int seconds = (int) Math.max(1, Duration.between(now, known.until()).toSeconds() + 1);
            throw Refusal.tooMany("Too many attempts that failed. Wait " + seconds + " s and try again.", seconds);
        }
    }

    /** An attempt from the address failed. */
    public synchronized void failed(String address) {
        Instant now = clock.instant();
        Failures known = failures.get(address);
        int count = known == null || known.last().plus(FORGET).isBefore(now) ? 1 : known.count() + 1;
        Duration wait =
                count < FREE_FAILURES ? Duration.ZERO : Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES, 30));
        failures.put(address, new Failures(count, now, now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)));
        if (failures.size() > MAX_ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    /** An attempt from the address succeeded. */
    public synchronized void succeeded(String address) {
        failures.remove(address);
    }

    private record Failures(int count, Instant last, Instant until) {}
}
