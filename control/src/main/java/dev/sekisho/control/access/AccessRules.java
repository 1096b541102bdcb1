package dev.sekisho.control.access;

import dev.sekisho.control.access.Operation.Side;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Role;
import dev.sekisho.kernel.error.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.http.server.PathContainer;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Decides by the table of operations, by the path as the handler mapping reads it: decoded, segment by segment. What is
 * neither in the table nor a page of the console or of sign-in is refused; pages
 * hold no data and decide for themselves.
 */
public final class AccessRules implements AuthorizationManager<RequestAuthorizationContext> {
    private final Operations operations;
    private final LicenceGate licences;
    private final Function<HttpServletRequest, Optional<Side>> listener;

    /**
     * Decides.
     *
     * @param licences keeps customers out whose licence is locked
     * @param listener the side of the listener that a request came in by; empty if one listener serves both
     */
    public AccessRules(
            Operations operations, LicenceGate licences, Function<HttpServletRequest, Optional<Side>> listener) {
        this.operations = operations;
        this.licences = licences;
        this.listener = listener;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends Authentication> authentication, RequestAuthorizationContext context) {
        HttpServletRequest request = context.getRequest();
        PathContainer path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
        if (Operations.belongs(path)) {
            Operation operation = operations.find(request.getMethod(), path);
            Optional<Side> side = listener.apply(request);
            if (side.isPresent() && operation.side() != Side.BOTH && operation.side() != side.get()) {
                throw Refusal.notFound();
            }
            check(operation, authentication.get());
            if (authentication.get() instanceof CallerAuthentication known) {
                licences.check(operation, known.caller(), request);
            }
            request.setAttribute(Granted.ATTRIBUTE, operation);
        }
        return new AuthorizationDecision(true);
    }

    private static void check(Operation operation, Authentication authentication) {
        switch (operation.access()) {
            case Access.Open any -> {}
            case Access.SignedIn any -> caller(authentication);
            case Access.Operators any -> {
                if (role(caller(authentication)).isPresent()) {
                    throw Refusal.permission("operator", List.of("operator"));
                }
            }
            case Access.Needs needs -> {
                Permission permission = needs.permission();
                Optional<Role> role = role(caller(authentication));
                if (role.isEmpty() || !role.get().permissions().contains(permission)) {
                    throw Refusal.permission(Permissions.wire(permission), Permissions.rolesWith(permission));
                }
            }
        }
    }

    private static Caller caller(Authentication authentication) {
        if (authentication instanceof CallerAuthentication known) {
            return known.caller();
        }
        throw Refusal.of(ErrorCode.NOT_SIGNED_IN, "Sign in, or send an API token as Authorization: Bearer.");
    }

    /** The role within a customer; empty for the provider's people. */
    static Optional<Role> role(Caller caller) {
        return switch (caller) {
            case Caller.CustomerPerson person -> Optional.of(person.role());
            case Caller.CustomerProgram program -> Optional.of(program.role());
            case Caller.OperatorPerson any -> Optional.empty();
            case Caller.OperatorProgram any -> Optional.empty();
        };
    }
}
