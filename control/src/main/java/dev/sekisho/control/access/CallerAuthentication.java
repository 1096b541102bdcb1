package dev.sekisho.control.access;

import dev.sekisho.directory.Caller;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** Who calls, for the length of one request. Its name says nothing, so that no log line names anybody. */
public final class CallerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;
    private final boolean session;
    private final transient BooleanSupplier stillValid;

    /**
     * A caller.
     *
     * @param session whether a session cookie said so, rather than a bearer token
     * @param stillValid asks again whether the credential holds
     */
    public CallerAuthentication(Caller caller, boolean session, BooleanSupplier stillValid) {
        super(List.of());
        this.caller = caller;
        this.session = session;
        this.stillValid = stillValid;
        setAuthenticated(true);
    }

    /** Who. */
    public Caller caller() {
        return caller;
    }

    /** Whether a session cookie said so: then changes need the CSRF token. */
    public boolean viaSession() {
        return session;
    }

    /** Whether the credential still holds now. */
    public boolean stillValid() {
        return stillValid.getAsBoolean();
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return "caller";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
