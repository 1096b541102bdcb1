package dev.sekisho.control.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sekisho.kernel.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sees of an error (RFC 9457).
 *
 * @param type {@code urn:sekisho:error:CODE}
 * @param title the kind of error in a few words
 * @param status the HTTP status
 * @param code stable
 * @param detail what happened and what to do
 * @param reference to quote; the service's own log has it beside the cause
 * @param permission the permission that is missing
 * @param roles roles that have it
 * @param version the ETag in force
 * @param retryAfterSeconds when to try again
 * @param problems everything that is wrong, each with its place
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        String reference,
        @Nullable String permission,
        @Nullable List<String> roles,
        @Nullable String version,
        @Nullable Integer retryAfterSeconds,
        @Nullable List<Place> problems) {

    /** The problem document of a refusal. */
    static Problem of(Refusal refusal, String reference) {
        ErrorCode code = refusal.code();
        return new Problem(
                "urn:sekisho:error:" + code.code(),
                code.code().replace('-', ' '),
                refusal.status(),
                code.code(),
                refusal.detail(),
                reference,
                refusal.permission(),
                refusal.permission() == null ? null : refusal.roles(),
                refusal.version(),
                refusal.retryAfterSeconds() == 0 ? null : refusal.retryAfterSeconds(),
                refusal.places().isEmpty() ? null : refusal.places());
    }
}
