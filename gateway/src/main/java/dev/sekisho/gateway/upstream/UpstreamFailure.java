package dev.sekisho.gateway.upstream;

import dev.sekisho.kernel.error.ErrorCode;
import java.time.Instant;
import java.util.Optional;

/**
 * Why there is no connection.
 *
 * @param code what happened
 * @param date when the certificate ended or starts, if that is the fault
 * @param certificateHash SHA-256 of the leaf that was shown, in hexadecimal, or empty
 */
public record UpstreamFailure(ErrorCode code, Optional<Instant> date, String certificateHash) {
    /** Without a certificate. */
    public static UpstreamFailure of(ErrorCode code) {
        return new UpstreamFailure(code, Optional.empty(), "");
    }
}
