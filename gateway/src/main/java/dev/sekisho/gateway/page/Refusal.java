package dev.sekisho.gateway.page;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.id.EventId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What was refused, why, and what was recorded about it.
 *
 * @param reason why
 * @param host the requested host in its normalised form, or empty if none was understood
 * @param path the requested path without its query, or empty if it is not known (CONNECT)
 * @param at when, and in which zone it is shown
 * @param zone the zone
 * @param customer the customer whose on-ramp it came in by; empty if none is known
 * @param record what was recorded; empty if nothing was
 */
public record Refusal(
        Reason reason,
        String host,
        String path,
        Instant at,
        ZoneId zone,
        Optional<Customer> customer,
        Optional<Recorded> record) {

    /** Why; its {@link #code()} decides status and texts. */
    public sealed interface Reason {
        /** The stable code. */
        ErrorCode code();

        /** The rule that refused, or empty. */
        default String rule() {
            return "";
        }
    }

    /**
     * A rule of the customer's policy.
     *
     * @param rule its name
     * @param categories the categories of the request, as facts spell them; the first one that has a display name is shown
     * @param lists names of the customer's lists that matched; shown if there is no category
     */
    public record ByRule(String rule, List<String> categories, List<String> lists) implements Reason {
        /** Takes copies. */
        public ByRule {
            categories = List.copyOf(categories);
            lists = List.copyOf(lists);
        }

        @Override
        public ErrorCode code() {
            return ErrorCode.BLOCKED_BY_RULE;
        }
    }

    /**
     * The site's certificate.
     *
     * @param code the fault, one of {@code CERTIFICATE_*}
     * @param date when it ended or starts, for {@code CERTIFICATE_EXPIRED} and {@code CERTIFICATE_NOT_YET_VALID}
     */
    public record BadCertificate(ErrorCode code, Optional<Instant> date) implements Reason {
        /** @throws IllegalArgumentException if the code does not name a fault of a certificate */
        public BadCertificate {
            if (!code.name().startsWith("CERTIFICATE_")) {
                throw new IllegalArgumentException("not a fault of a certificate: " + code);
            }
        }
    }

    /**
     * Anything else: destination guard, resolution, connection, sign-in, overload, a request that is not understood.
     *
     * @param code what happened
     * @param rule the guard's rule, for {@code DESTINATION_REFUSED}; empty otherwise
     */
    public record Other(ErrorCode code, String rule) implements Reason {
        /** Without a rule. */
        public Other(ErrorCode code) {
            this(code, "");
        }
    }

    /**
     * Whose users see it.
     *
     * @param organisation display name
     * @param contact whom to ask, as the customer wrote it; may be empty
     */
    public record Customer(String organisation, String contact) {}

    /**
     * The event of this refusal.
     *
     * @param event its identifier
     * @param person whether it holds the token of somebody who signed in
     * @param retentionDays how many days it is kept
     */
    public record Recorded(EventId event, boolean person, int retentionDays) {}
}
