package dev.sekisho.control.web;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** ETags that are version numbers, and {@code If-Match} (RFC 9110 section 13.1). */
public final class Preconditions {
    private Preconditions() {}

    /** The ETag of a version. */
    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that a writer expects.
     *
     * @throws Refusal {@code PRECONDITION_REQUIRED} without a header, {@code PRECONDITION_FAILED} if it is not one of our ETags
     */
    public static long expected(@Nullable String ifMatch, long inForce) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Refusal.of(
                    ErrorCode.PRECONDITION_REQUIRED,
                    "Read it first, and send the ETag of what you changed as If-Match, so that nobody's change is lost.");
        }
        String tag = ifMatch.trim();
        if (!tag.equals(etag(inForce))) {
            throw Refusal.changedMeanwhile(etag(inForce));
        }
        return inForce;
    }
}
