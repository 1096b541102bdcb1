package dev.sekisho.control.web;

import dev.sekisho.control.page.Nonce;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.header.HeaderWriter;

/**
 * Content-Security-Policy (CSP 3): everything from the own origin, no inline script at all; inline styles only with the nonce
 * of a page that asked for one.
 */
final class ContentPolicy implements HeaderWriter {
    private static final String FIXED =
            "default-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; style-src 'self'";

    @Override
    public void writeHeaders(HttpServletRequest request, HttpServletResponse response) {
        String nonce = Nonce.given(request);
        response.setHeader("Content-Security-Policy", nonce.isEmpty() ? FIXED : FIXED + " 'nonce-" + nonce + "'");
    }
}
