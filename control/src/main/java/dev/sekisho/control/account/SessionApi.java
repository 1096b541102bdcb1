package dev.sekisho.control.account;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.DeskParts;
import dev.sekisho.control.access.Handles;
import dev.sekisho.control.access.Look;
import dev.sekisho.control.page.SignIn;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.session.ControlSession;
import dev.sekisho.control.web.Answers.Page;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Permission;
import dev.sekisho.directory.Sessions;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.id.PersonToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sessions through the API. */
@RestController
public class SessionApi {
    private final Directory directory;
    private final DeskParts parts;
    private final SignIn signIn;

    /** Signs in through {@code signIn}. */
    public SessionApi(DeskParts parts, SignIn signIn) {
        this.directory = parts.directory();
        this.parts = parts;
        this.signIn = signIn;
    }

    /** Signs in. A body of JSON cannot come from a form of another site, and no other site is allowed to send one. */
    @PostMapping(path = "/api/v1/session", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void signIn(@RequestBody Credentials credentials, HttpServletRequest request) {
        if (credentials.login() == null || credentials.password() == null) {
            throw Refusal.invalid("login", "login and password are needed");
        }
        if (signIn.attempt(request, credentials.login(), credentials.password().toCharArray())
                .isEmpty()) {
            throw Refusal.of(ErrorCode.SIGN_IN_FAILED, "That did not work. Check what you entered and try again.");
        }
    }

    /** Ends the session that calls; with a bearer token there is none to end. */
    @DeleteMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void signOut(CallerAuthentication caller, HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (caller.viaSession() && session != null) {
            session.invalidate();
        }
    }

    /** Open sessions of the caller, or of a person of the customer. */
    @GetMapping("/api/v1/sessions")
    public Page<Item> list(
            @RequestParam(name = "user", required = false) @Nullable String user,
            CallerAuthentication caller,
            HttpServletRequest request) {
        Owner owner = owner(caller, user);
        HttpSession session = request.getSession(false);
        Object current = caller.viaSession() && session != null ? session.getAttribute(ControlSession.HANDLE) : "";
        return Page.whole(owner.sessions().list(owner.person()).stream()
                .map(open -> new Item(
                        open.id().toString(),
                        open.person().toString(),
                        open.person().pseudonym(),
                        open.started(),
                        open.expires(),
                        open.device(),
                        open.id().toString().equals(current)))
                .toList());
    }

    /** Ends a session at once. */
    @DeleteMapping("/api/v1/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void end(
            @PathVariable("id") String id,
            @RequestParam(name = "user", required = false) @Nullable String user,
            CallerAuthentication caller) {
        Owner owner = owner(caller, user);
        if (!owner.sessions().revoke(owner.person(), Handles.parse(id))) {
            throw Refusal.notFound();
        }
    }

    private Owner owner(CallerAuthentication caller, @Nullable String user) {
        return switch (caller.caller()) {
            case Caller.CustomerPerson person -> {
                CustomerDesk desk = CustomerDesk.of(person, parts);
                yield new Owner(desk.directory().sessions(), somebody(desk, user, person.token()));
            }
            case Caller.CustomerProgram program -> {
                if (user == null) {
                    throw Refusal.invalid("user", "a program has no sessions of its own; name a person's token");
                }
                CustomerDesk desk = CustomerDesk.of(program, parts);
                yield new Owner(desk.directory().sessions(), somebody(desk, user, null));
            }
            case Caller.OperatorPerson operator ->
                new Owner(directory.operators().sessions(), operator.token());
            case Caller.OperatorProgram program ->
                new Owner(directory.operators().sessions(), program.token());
        };
    }

    private static PersonToken somebody(CustomerDesk desk, @Nullable String user, @Nullable PersonToken self) {
        if (self != null && (user == null || user.equals(self.toString()))) {
            return self;
        }
        desk.require(Permission.PEOPLE_WRITE);
        PersonToken person = Handles.person(user == null ? "" : user);
        desk.note(Look.of("sessions.read", person));
        return person;
    }

    /** What somebody signs in with. */
    public record Credentials(
            @Nullable String login, @Nullable String password) {
        @Override
        public String toString() {
            return "credentials";
        }
    }

    /** An open session. */
    public record Item(
            String id,
            String user,
            String pseudonym,
            Instant started,
            Instant expires,
            String device,
            boolean current) {}

    private record Owner(Sessions sessions, PersonToken person) {}
}
