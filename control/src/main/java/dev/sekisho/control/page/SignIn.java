package dev.sekisho.control.page;

import dev.sekisho.control.access.Operation.Side;
import dev.sekisho.control.access.SignInPace;
import dev.sekisho.control.session.ControlSession;
import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Caller;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** From login and password to an open session; the page and the API share it. */
public final class SignIn {
    private final Authentication authentication;
    private final SignInPace pace;
    private final Function<HttpServletRequest, Optional<Side>> listener;

    /**
     * Signs in.
     *
     * @param listener the side that a request came in by, where there are two: people of the other side do not exist there
     */
    public SignIn(
            Authentication authentication, SignInPace pace, Function<HttpServletRequest, Optional<Side>> listener) {
        this.authentication = authentication;
        this.pace = pace;
        this.listener = listener;
    }

    /**
     * Signs in and opens a session, whose cookie goes out with the answer. A session that the browser had before is ended.
     *
     * @return the caller, or empty if login and password do not match, without saying which
     * @throws SekishoException {@code TOO_MANY_REQUESTS} while the login or the address waits
     */
    public Optional<Caller> attempt(HttpServletRequest request, String login, char[] password) {
        InetAddress source = InetAddress.ofLiteral(request.getRemoteAddr());
        pace.check(source);
        Optional<Caller> caller;
        try {
            caller = authentication
                    .signIn(login, password, source)
                    .filter(found -> belongsHere(found, listener.apply(request)));
        } catch (SekishoException refused) {
            if (refused.code() == ErrorCode.TOO_MANY_REQUESTS) {
                pace.failed(source, login);
            }
            throw refused;
        } finally {
            Arrays.fill(password, '\0');
        }
        if (caller.isEmpty()) {
            pace.failed(source, login);
            return Optional.empty();
        }
        pace.succeeded(source, login);
        open(request, caller.get());
        return caller;
    }

    /** Opens a session for somebody who was authenticated. */
    public void open(HttpServletRequest request, Caller caller) {
        HttpSession old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        HttpSession session = request.getSession(true);
        session.setAttribute(ControlSession.CALLER, caller);
        session.setAttribute(ControlSession.DEVICE, Device.describe(request.getHeader("User-Agent")));
    }

    private static boolean belongsHere(Caller caller, Optional<Side> side) {
        boolean operator = caller instanceof Caller.OperatorPerson || caller instanceof Caller.OperatorProgram;
        return side.isEmpty() || operator == (side.get() == Side.OPERATORS);
    }
}
