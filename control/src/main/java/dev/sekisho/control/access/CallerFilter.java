package dev.sekisho.control.access;

import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.session.ControlSession;
import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Caller;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * From a credential to a caller: a bearer token if the request has one, else the session. A bearer token that does not hold is
 * refused even if a session would.
 */
public final class CallerFilter extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";
    private static final int MAX_SECRET_CHARS = 256;

    private final Authentication authentication;

    /** Asks {@code authentication}. */
    public CallerFilter(Authentication authentication) {
        this.authentication = authentication;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        CallerAuthentication caller = caller(request);
        if (caller != null) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(caller);
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private @Nullable CallerAuthentication caller(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header != null) {
            return bearer(header);
        }
        HttpSession session = request.getSession(false);
        Object caller = session == null ? null : session.getAttribute(ControlSession.CALLER);
        if (session == null || !(caller instanceof Caller known)) {
            return null;
        }
        String secret = session.getId();
        return new CallerAuthentication(known, true, () -> authentication.holds(secret));
    }

    private CallerAuthentication bearer(String header) {
        String secret = header.length() > SCHEME.length()
                        && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                        && header.length() <= SCHEME.length() + MAX_SECRET_CHARS
                ? header.substring(SCHEME.length()).trim()
                : "";
        Optional<Caller> caller = secret.isEmpty() ? Optional.empty() : authentication.apiToken(secret);
        return new CallerAuthentication(
                caller.orElseThrow(() -> Refusal.of(
                        ErrorCode.NOT_SIGNED_IN,
                        "The Authorization header holds no API token that is in force. Make one in the console.")),
                false,
                () -> authentication.apiToken(secret).isPresent());
    }
}
