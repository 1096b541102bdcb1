package dev.sekisho.control.page;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.http.ResponseCookie;

/**
 * Keeps other sites from sending our forms while nobody is signed in: a random value in a strict cookie must come back in the
 * form. The cookie's {@code __Host-} prefix keeps neighbours on the same domain from setting it.
 */
public final class FormGuard {
    private static final String COOKIE = "__Host-sekisho-form";
    private static final String FIELD = "form";
    private static final int BYTES = 18;

    private final SecureRandom random = new SecureRandom();

    /** The hidden field of a form on this answer, and its cookie. */
    public String field(HttpServletRequest request, HttpServletResponse response) {
        String value = cookie(request, COOKIE);
        if (value.isEmpty()) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            value = Base64.getUrlEncoder().encodeToString(bytes);
            response.addHeader("Set-Cookie", strict(COOKIE, value, -1).toString());
        }
        return "<input type=\"hidden\" name=\"" + FIELD + "\" value=\"" + Html.text(value) + "\">";
    }

    /** @throws Refusal {@code CSRF} if the form was not one of ours */
    public void check(HttpServletRequest request) {
        String value = cookie(request, COOKIE);
        String sent = request.getParameter(FIELD);
        if (value.isEmpty()
                || sent == null
                || !MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8))) {
            throw Refusal.of(ErrorCode.CSRF, "This form was not opened here, or cookies are off. Open the page again.");
        }
    }

    /** The value of a cookie, or empty. */
    public static String cookie(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return cookie.getValue();
                }
            }
        }
        return "";
    }

    /** A cookie for this host only, over TLS only, never sent from other sites, out of reach of scripts. */
    public static ResponseCookie strict(String name, String value, long maxAgeSeconds) {
        return ResponseCookie.from(name, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Strict")
                .maxAge(maxAgeSeconds)
                .build();
    }
}
