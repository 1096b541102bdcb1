package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.time.Duration;

/**
 * The clocks of requests for erasure.
 *
 * @param waiting between approval and erasing, in which it can be cancelled: 24 hours; another one only in a laboratory, at most seven
 *     days
 */
public record ErasureOptions(Duration waiting) {
    /** Until a request has to be acknowledged. */
    public static final Duration ACKNOWLEDGE = Duration.ofDays(3);

    /** Until it has to be done (GDPR article 12(3): one month). */
    public static final Duration DUE = Duration.ofDays(30);

    /** Until it has to be done with an extension (GDPR article 12(3): two further months). */
    public static final Duration EXTENDED = Duration.ofDays(90);

    private static final Duration MAX_WAITING = Duration.ofDays(7);

    /** @throws SekishoException {@code CONFIG_INVALID} */
    public ErasureOptions {
        if (waiting.isNegative() || waiting.compareTo(MAX_WAITING) > 0) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID, "The waiting time of an erasure is at most seven days.");
        }
    }

    /** 24 hours. */
    public static ErasureOptions standard() {
        return new ErasureOptions(Duration.ofHours(24));
    }

    /** No waiting time, for a laboratory. */
    public static ErasureOptions atOnce() {
        return new ErasureOptions(Duration.ZERO);
    }
}
