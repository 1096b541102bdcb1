package dev.sekisho.directory.credential;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many sign-ins may fail in a minute, whatever their logins: a source that tries one login after the other does not get a hash
 * computed for each. No success changes the count. Kept in memory by keyed digests; what was not asked for longest is
 * forgotten first.
 */
public final class FailureLimit {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 100_000;

    private final InstantSource realClock;
    private final int most;
    private final int keys;
    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * By real time.
     *
     * @param most failures in a minute
     */
    public FailureLimit(InstantSource realClock, int most) {
        this(realClock, most, MAX_KEYS);
    }

    FailureLimit(InstantSource realClock, int most, int keys) {
        this.realClock = realClock;
        this.most = most;
        this.keys = keys;
    }

    /** @throws SekishoException {@code TOO_MANY_REQUESTS} until the minute is over, once too many failed in it */
    public synchronized void check(String digest) {
        Window window = windows.get(digest);
        Instant now = realClock.instant();
        if (window != null && window.failures() >= most && now.isBefore(window.end())) {
            long seconds = Math.max(1, Duration.between(now, window.end()).toSeconds());
            throw new SekishoException(
                    ErrorCode.TOO_MANY_REQUESTS, "Too many failed attempts; try again in " + seconds + " s.");
        }
    }

    /** Notes a failure. */
    public synchronized void failed(String digest) {
        Instant now = realClock.instant();
        Window window = windows.get(digest);
        windows.put(
                digest,
                window == null || !now.isBefore(window.end())
                        ? new Window(1, now.plus(WINDOW))
                        : new Window(window.failures() + 1, window.end()));
        if (windows.size() > keys) {
            windows.remove(windows.keySet().iterator().next());
        }
    }

    private record Window(int failures, Instant end) {}
}
