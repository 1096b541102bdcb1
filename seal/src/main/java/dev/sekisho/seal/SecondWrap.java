package dev.sekisho.seal;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.seal.KeyService.EncryptionContext;
import dev.sekisho.seal.codec.Owner;
import dev.sekisho.seal.codec.RecordKey;
import dev.sekisho.seal.codec.Secret;
import dev.sekisho.seal.xts.UnitCipher;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The second wrap of one customer's own keys, by the customer's key service. What the service gives is good for at most
 * {@link #LIFE} from the moment it was asked, by the wall clock and by a clock that nobody can set back, whichever ends first.
 */
final class SecondWrap {
    /** Longest time that a withdrawal takes to act. */
    static final Duration LIFE = Duration.ofSeconds(60);

    private final KeyService service;
    private final EncryptionContext context;
    private final Owner owner;
    private final UnitCipher cipher;
    private final SecureRandom random;
    private final RealTime time;
    private volatile Span span = new Span(Instant.EPOCH, Long.MIN_VALUE, false);

    /** From when the last answer counts. */
    private record Span(Instant from, long ticks, boolean given) {}

    /** What the service gave. */
    static final class Answer {
        private final List<Secret> keys;
        private final Span span;

        private Answer(List<Secret> keys, Span span) {
            this.keys = keys;
            this.span = span;
        }

        List<Secret> keys() {
            return keys;
        }

        private Span span() {
            return span;
        }
    }

    SecondWrap(
            KeyService service,
            EncryptionContext context,
            Owner owner,
            UnitCipher cipher,
            SecureRandom random,
            RealTime time) {
        this.service = service;
        this.context = context;
        this.owner = owner;
        this.cipher = cipher;
        this.random = random;
        this.time = time;
    }

    String service() {
        return service.name();
    }

    /** Seconds since the service was asked the last time that it answered well; more than {@link #LIFE} if it never did. */
    Duration age() {
        Span known = span;
        if (!known.given()) {
            return LIFE.plusSeconds(1);
        }
        Duration wall = Duration.between(known.from(), time.now());
        Duration steady = Duration.ofNanos(time.ticks() - known.ticks());
        // A wall clock that was set back says nothing; the steady one still does.
        return wall.compareTo(steady) > 0 ? wall : steady;
    }

    /** Whether what the service gave is still good. */
    boolean live() {
        return age().compareTo(LIFE) < 0;
    }

    /** Wraps keys: fresh pair, wrapped by the service, which has to give it back once before it is trusted with anything. */
    OwnerEntry.Twice wrap(List<Secret> keys) {
        Secret pair = Secret.random(random);
        byte[] wrapped = service.wrap(context, pair.bytes());
        if (wrapped.length > OwnerEntry.MAX_WRAPPED_BYTES
                || !MessageDigest.isEqual(service.unwrap(context, wrapped), pair.bytes())) {
            throw lying();
        }
        return new OwnerEntry.Twice(
                service.name(), wrapped, key(pair.bytes()).seal("owner", 0, OwnerEntry.bytes(keys)));
    }

    /**
     * Asks the service; its answer is good for {@link #LIFE} from now, once it is taken.
     *
     * @throws SekishoException {@code KEY_SERVICE_UNAVAILABLE} if it does not answer, refuses, or answers with another pair
     */
    Answer unwrap(OwnerEntry.Twice entry) {
        Instant from = time.now();
        long ticks = time.ticks();
        byte[] pair = service.unwrap(context, entry.wrapped());
        List<Secret> keys;
        try {
            keys = OwnerEntry.keys(key(pair).open("owner", 0, entry.sealed()));
        } catch (SekishoException e) {
            throw lying();
        }
        return new Answer(keys, new Span(from, ticks, true));
    }

    /** From here on an answer counts; one that was asked for earlier than the last that counted changes nothing. */
    synchronized void take(Answer answer) {
        if (!span.given() || answer.span().ticks() >= span.ticks()) {
            span = answer.span();
        }
    }

    private RecordKey key(byte[] pair) {
        return new RecordKey(cipher, KeyService.keys(pair), owner, "keys/owner/twice", 0, random);
    }

    private SekishoException lying() {
        return new SekishoException(
                ErrorCode.KEY_SERVICE_UNAVAILABLE,
                "The key service " + service.name()
                        + " answered with something else than what it wrapped; it was not believed.");
    }
}
