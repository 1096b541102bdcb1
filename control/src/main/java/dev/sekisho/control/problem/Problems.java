package dev.sekisho.control.problem;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.SecureRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with problem documents. What went wrong inside is written to the service's log beside the reference, as class names
 * and stack frames: messages of foreign exceptions may quote what a caller sent.
 */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final int MAX_CAUSES = 8;
    private static final int MAX_FRAMES = 24;

    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    /** Writes with the given mapper. */
    public Problems(JsonMapper json) {
        this.json = json;
    }

    /** Turns whatever was thrown into a refusal, and the refusal into an answer. Nothing happens if the answer is on its way. */
    public void answer(HttpServletRequest request, HttpServletResponse response, Throwable thrown) throws IOException {
        Refusal refusal = Translation.of(thrown);
        String reference = Id128.random(random).shortText();
        if (refusal.status() >= 500) {
            LOG.error("Request failed ({}), reference {}: {}", refusal.code().code(), reference, describe(thrown));
        }
        if (response.isCommitted()) {
            // Half an answer is out: the connection has to break, so that nobody takes the half for the whole.
            throw new IOException("answer broken off, reference " + reference);
        }
        response.resetBuffer();
        response.setStatus(refusal.status());
        response.setContentType("application/problem+json");
        response.setHeader("Cache-Control", "no-store");
        if (refusal.retryAfterSeconds() > 0) {
            response.setHeader("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        }
        if (refusal.code() == ErrorCode.NOT_SIGNED_IN) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"sekisho\"");
        }
        if (!"HEAD".equals(request.getMethod())) {
            json.writeValue(response.getOutputStream(), Problem.of(refusal, reference));
        }
        response.flushBuffer();
    }

    /** Class names and frames of a failure and its causes, without their messages. */
    static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable current = thrown;
        for (int depth = 0; current != null && depth < MAX_CAUSES; depth++, current = current.getCause()) {
            text.append(depth == 0 ? "" : " caused by ")
                    .append(current.getClass().getName());
            if (current instanceof SekishoException known) {
                text.append('[').append(known.code().code()).append(']');
            }
            StackTraceElement[] frames = current.getStackTrace();
            for (int i = 0; i < Math.min(MAX_FRAMES, frames.length); i++) {
                text.append(System.lineSeparator()).append("\tat ").append(frames[i]);
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }
}
