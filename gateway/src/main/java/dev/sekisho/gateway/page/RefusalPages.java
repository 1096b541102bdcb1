package dev.sekisho.gateway.page;

import dev.sekisho.kernel.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders refusals: a page for people, a problem document (RFC 9457) for everything else. Immutable, does no I/O after it was
 * made, and takes well under a millisecond, so that an event loop may call it.
 */
public final class RefusalPages {
    private static final String RETRY_AFTER_SECONDS = "5";
    private final List<Texts> languages = List.of(Texts.of(Locale.ENGLISH), Texts.of(Locale.JAPANESE));
    private final HtmlPage page = new HtmlPage();

    /** Reads the texts and the style from the build. */
    public RefusalPages() {}

    /**
     * The response for a refusal.
     *
     * @param accept the request's {@code Accept} field, or empty; a page is sent if it names {@code text/html}
     * @param acceptLanguage the request's {@code Accept-Language} field, or empty
     */
    public Rendered render(Refusal refusal, String accept, String acceptLanguage) {
        Locale wanted = Wishes.language(
                acceptLanguage, languages.stream().map(Texts::locale).toList());
        List<Texts> ordered = languages.getFirst().locale().equals(wanted) ? languages : languages.reversed();
        boolean html = Wishes.html(accept);
        byte[] body = html ? page.render(refusal, ordered) : ProblemDocument.render(refusal, ordered.getFirst());
        return new Rendered(Outcome.status(refusal.reason().code()), headers(refusal, html, ordered.getFirst()), body);
    }

    private Map<String, String> headers(Refusal refusal, boolean html, Texts texts) {
        ErrorCode code = refusal.reason().code();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", html ? "text/html; charset=utf-8" : "application/problem+json");
        headers.put("content-language", texts.tag());
        headers.put("cache-control", "no-store");
        headers.put("x-content-type-options", "nosniff");
        headers.put("referrer-policy", "no-referrer");
        if (html) {
            headers.put("content-security-policy", page.contentSecurityPolicy());
        }
        if (Outcome.isDecision(code)) {
            String rule = refusal.reason().rule();
            headers.put("x-sekisho-block", Plain.header(rule.isEmpty() ? code.code() : rule));
        }
        if (code == ErrorCode.PROXY_AUTHENTICATION_REQUIRED) {
            headers.put("proxy-authenticate", "Basic realm=\"Sekisho\", charset=\"UTF-8\"");
        }
        if (Outcome.status(code) == 503 || code == ErrorCode.TOO_MANY_REQUESTS) {
            headers.put("retry-after", RETRY_AFTER_SECONDS);
        }
        return headers;
    }
}
