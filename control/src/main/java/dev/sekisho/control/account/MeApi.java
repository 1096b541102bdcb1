package dev.sekisho.control.account;

import dev.sekisho.control.ControlParts;
import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.access.CustomerDesk;
import dev.sekisho.control.access.DeskParts;
import dev.sekisho.control.access.Permissions;
import dev.sekisho.control.page.Texts;
import dev.sekisho.control.session.SessionCsrf;
import dev.sekisho.directory.Caller;
import dev.sekisho.directory.Operators;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.id.PersonToken;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /api/v1/me}. */
@RestController
public class MeApi {
    private final ControlParts parts;
    private final DeskParts desks;

    /** Answers from the parts. */
    public MeApi(ControlParts parts, DeskParts desks) {
        this.parts = parts;
        this.desks = desks;
    }

    /** Who calls. A person sees the own login, whether or not the customer shows names. */
    @GetMapping("/api/v1/me")
    public Me me(CallerAuthentication caller, HttpServletRequest request) {
        return switch (caller.caller()) {
            case Caller.CustomerPerson person -> person(person, caller, request);
            case Caller.CustomerProgram program -> program(program, request);
            case Caller.OperatorPerson operator -> operator(operator.token(), caller, request);
            case Caller.OperatorProgram program -> operator(program.token(), caller, request);
        };
    }

    private Me person(Caller.CustomerPerson person, CallerAuthentication caller, HttpServletRequest request) {
        CustomerDesk desk = CustomerDesk.of(person, desks);
        String login = desk.directory()
                .people()
                .find(person.token())
                .map(Person::login)
                .orElse(null);
        return new Me(
                "person",
                person.token().toString(),
                person.token().pseudonym(),
                login,
                person.role().wire(),
                Permissions.of(person.role()),
                new Organisation(desk.directory().settings().name()),
                parts.region().name(),
                desk.showsNames(),
                Texts.preferred(request),
                csrf(caller, request),
                parts.laboratory().isPresent(),
                parts.dataClock().instant());
    }

    private Me program(Caller.CustomerProgram program, HttpServletRequest request) {
        CustomerDesk desk = CustomerDesk.of(program, desks);
        return new Me(
                "program",
                null,
                null,
                null,
                program.role().wire(),
                Permissions.of(program.role()),
                new Organisation(desk.directory().settings().name()),
                parts.region().name(),
                desk.showsNames(),
                Texts.preferred(request),
                null,
                parts.laboratory().isPresent(),
                parts.dataClock().instant());
    }

    private Me operator(PersonToken token, CallerAuthentication caller, HttpServletRequest request) {
        return new Me(
                "operator",
                token.toString(),
                token.pseudonym(),
                parts.directory()
                        .operators()
                        .find(token)
                        .map(Operators.Operator::login)
                        .orElse(null),
                "operator",
                List.of("operator"),
                null,
                parts.region().name(),
                false,
                Texts.preferred(request),
                csrf(caller, request),
                parts.laboratory().isPresent(),
                parts.dataClock().instant());
    }

    private static @Nullable String csrf(CallerAuthentication caller, HttpServletRequest request) {
        HttpSession session = caller.viaSession() ? request.getSession(false) : null;
        return session == null ? null : SessionCsrf.of(session.getId());
    }

    /** The answer; {@code docs/api/openapi.yaml} describes its members. */
    public record Me(
            String kind,
            @Nullable String user,
            @Nullable String pseudonym,
            @Nullable String login,
            String role,
            List<String> permissions,
            @Nullable Organisation customer,
            String region,
            boolean showNames,
            String language,
            @Nullable String csrfToken,
            boolean lab,
            Instant now) {}

    /** The customer, by its name. */
    public record Organisation(String name) {}
}
