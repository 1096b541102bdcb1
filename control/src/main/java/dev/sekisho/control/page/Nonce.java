package dev.sekisho.control.page;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Base64;

/** The nonce by which one page allows its own inline styles. */
public final class Nonce {
    private static final String ATTRIBUTE = "sekisho.nonce";
    private static final int BYTES = 18;

    private Nonce() {}

    /** Draws the nonce of this answer. */
    public static String draw(HttpServletRequest request, SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().encodeToString(bytes);
        request.setAttribute(ATTRIBUTE, nonce);
        return nonce;
    }

    /** The nonce of this answer, or empty if none was drawn. */
    public static String given(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String nonce ? nonce : "";
    }
}
