package dev.sekisho.gateway.certificate;

import dev.sekisho.kernel.error.ErrorCode;
import java.time.Instant;
import java.util.Optional;

/** What is to be thought of the certificate that a site showed. */
public sealed interface UpstreamVerdict {
    /** It is good for the host that was asked for. */
    record Trusted() implements UpstreamVerdict {}

    /**
     * It is not.
     *
     * @param fault one of {@code CERTIFICATE_*}; of several faults the one that says most about whom we talk to
     * @param date when the certificate ended or starts, if that is the fault
     */
    record Faulty(ErrorCode fault, Optional<Instant> date) implements UpstreamVerdict {}
}
