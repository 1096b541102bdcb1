package dev.sekisho.control.operator;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.Operation.Side;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who may see how the machine does: whoever reaches the operators' own listener; where one listener serves all, an operator, and
 * whoever asks from the same machine and not through a proxy on it.
 */
public final class OperatorSight {
    private static final List<String> FORWARDED = List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final Function<HttpServletRequest, Optional<Side>> listener;

    /**
     * Looks at requests.
     *
     * @param listener the side of the listener that a request came in by; empty if one listener serves both
     */
    public OperatorSight(Function<HttpServletRequest, Optional<Side>> listener) {
        this.listener = listener;
    }

    /** Whether the request may see details. */
    public boolean sees(HttpServletRequest request) {
        Optional<Side> side = listener.apply(request);
        return side.map(Side.OPERATORS::equals)
                .orElseGet(() -> operator(SecurityContextHolder.getContext().getAuthentication())
                        || (FORWARDED.stream().allMatch(name -> request.getHeader(name) == null)
                                && loopback(request.getRemoteAddr())));
    }

    /** @throws Refusal {@code NOT_SIGNED_IN} or {@code NOT_PERMITTED} if it may not */
    public void require(HttpServletRequest request) {
        if (sees(request)) {
            return;
        }
        if (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication) {
            throw Refusal.permission("operator", List.of("operator"));
        }
        throw Refusal.of(
                ErrorCode.NOT_SIGNED_IN,
                "Send an operator's API token as Authorization: Bearer, ask from this machine, or set control.operatorListen.");
    }

    private static boolean operator(@org.jspecify.annotations.Nullable Authentication authentication) {
        return authentication instanceof CallerAuthentication known
                && switch (known.caller()) {
                    case Caller.OperatorPerson any -> true;
                    case Caller.OperatorProgram any -> true;
                    case Caller.CustomerPerson any -> false;
                    case Caller.CustomerProgram any -> false;
                };
    }

    static boolean loopback(String address) {
        try {
            return InetAddress.ofLiteral(address).isLoopbackAddress();
        } catch (IllegalArgumentException notALiteral) {
            return false;
        }
    }
}
