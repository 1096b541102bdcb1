package dev.sekisho.control.web;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes only paths in their normal form: a percent-encoded letter, digit or one of {@code - . _ ~} (RFC 3986 section 2.3, where
 * it says that such a spelling is equivalent and should not be made) is a second name for an address, and who looks at the raw
 * path would not know it.
 */
final class PlainPath extends OncePerRequestFilter {
    private static final Pattern ENCODED_UNRESERVED =
            Pattern.compile("%(?:2[DE]|3[0-9]|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])", Pattern.CASE_INSENSITIVE);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (ENCODED_UNRESERVED.matcher(request.getRequestURI()).find()) {
            throw Refusal.of(
                    ErrorCode.BAD_REQUEST,
                    "The address encodes a character that needs no encoding. Send letters, digits and -._~ as they are.");
        }
        chain.doFilter(request, response);
    }
}
