package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.credential.SourceBlock;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Slows down guessing from one source, in addition to the directory's delay for one login: after ten failures each further one
 * doubles the wait, up to five minutes; never a permanent lock. A source is an IPv4 address or an IPv6 /64. A success forgets the
 * failures of its own login only: whoever has one account must not win free guesses at others with it. Sources are kept in
 * memory only, at most 10,000 of them with digests of at most eight logins each, and forgotten an hour after the last failure.
 */
public final class SignInPace {
    private static final int FREE_FAILURES = 10;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGET = Duration.ofHours(1);
    private static final int MAX_SOURCES = 10_000;
    private static final int MAX_LOGINS = 8;
    private static final int DIGEST_BYTES = 12;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true);

    /** Counts by the given clock. */
    public SignInPace(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Refusal {@code TOO_MANY_REQUESTS} while the source waits */
    public synchronized void check(InetAddress source) {
        Failures known = failures.get(SourceBlock.of(source));
        Instant now = clock.instant();
        if (known != null && now.isBefore(known.until)) {
            int seconds = (int) Math.max(1, Duration.between(now, known.until).toSeconds() + 1);
            throw Refusal.tooMany("Too many attempts that failed. Wait " + seconds + " s and try again.", seconds);
        }
    }

    /** An attempt from the source failed. */
    public synchronized void failed(InetAddress source, String login) {
        Instant now = clock.instant();
        String block = SourceBlock.of(source);
        Failures known = failures.get(block);
        if (known == null || known.last.plus(FORGET).isBefore(now)) {
            known = new Failures();
            failures.put(block, known);
        }
        known.count++;
        known.ofLogins.merge(digest(login), 1, Integer::sum);
        if (known.ofLogins.size() > MAX_LOGINS) {
            known.ofLogins.remove(known.ofLogins.keySet().iterator().next());
        }
        Duration wait = known.count < FREE_FAILURES
                ? Duration.ZERO
                : Duration.ofSeconds(1L << Math.min(known.count - FREE_FAILURES, 30));
        known.last = now;
        known.until = now.plus(wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        if (failures.size() > MAX_SOURCES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    /** An attempt from the source succeeded: the earlier failures of this login were its owner's. */
    public synchronized void succeeded(InetAddress source, String login) {
        Failures known = failures.get(SourceBlock.of(source));
        if (known == null) {
            return;
        }
        Integer own = known.ofLogins.remove(digest(login));
        known.count -= own == null ? 0 : own;
        if (known.count == 0) {
            failures.remove(SourceBlock.of(source));
        }
    }

    private static String digest(String login) {
        try {
            byte[] text = login.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(Arrays.copyOf(whole, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Of one source. */
    private static final class Failures {
        private final Map<String, Integer> ofLogins = new LinkedHashMap<>();
        private int count;
        private Instant last = Instant.EPOCH;
        private Instant until = Instant.EPOCH;
    }
}
