package dev.sekisho.control.page;

import dev.sekisho.control.access.CallerAuthentication;
import dev.sekisho.control.problem.Refusal;
import dev.sekisho.control.session.SessionCsrf;
import dev.sekisho.directory.Caller;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Sign-in and sign-out without a script. Every failure reads the same. */
@Controller
public class SignInPage {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, java.nio.charset.StandardCharsets.UTF_8);

    private final SignIn signIn;
    private final FormGuard guard;

    /** Signs in through {@code signIn}. */
    public SignInPage(SignIn signIn, FormGuard guard) {
        this.signIn = signIn;
        this.guard = guard;
    }

    /** The form. */
    @GetMapping("/sign-in")
    public ResponseEntity<String> form(
            @RequestParam(name = "next", defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        return page(HttpStatus.OK, "", "", next, request, response);
    }

    /** An attempt. */
    @PostMapping("/sign-in")
    public ResponseEntity<String> attempt(
            @RequestParam(name = "login", defaultValue = "") String login,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "next", defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        guard.check(request);
        Texts texts = Texts.of(request);
        try {
            Optional<Caller> caller = signIn.attempt(request, login, password.toCharArray());
            if (caller.isPresent()) {
                boolean operator = caller.get() instanceof Caller.OperatorPerson;
                String own = own(next);
                return ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create(operator && own.equals("/") ? "/operator" : own))
                        .build();
            }
        } catch (SekishoException refused) {
            if (refused.code() != ErrorCode.TOO_MANY_REQUESTS) {
                throw refused;
            }
            int seconds = refused instanceof Refusal known ? Math.max(1, known.retryAfterSeconds()) : 60;
            response.setHeader("Retry-After", Integer.toString(seconds));
            return page(HttpStatus.TOO_MANY_REQUESTS, texts.get("signin.wait"), login, next, request, response);
        }
        return page(HttpStatus.UNAUTHORIZED, texts.get("signin.failed"), login, next, request, response);
    }

    /** Ends the session; the form carries the session's CSRF token. */
    @PostMapping("/sign-out")
    public ResponseEntity<Void> out(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create("/sign-in"))
                .build();
    }

    /** Asks before it ends the session, for browsers without a script. */
    @GetMapping("/sign-out")
    public ResponseEntity<String> askOut(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication)) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create("/sign-in"))
                    .build();
        }
        Texts texts = Texts.of(request);
        String body = """
                <form method="post" action="/sign-out"><input type="hidden" name="%s" value="%s">
                <button type="submit">%s</button></form>
                """.formatted(
                        SessionCsrf.PARAMETER, SessionCsrf.of(session.getId()), Html.text(texts.get("signout.button")));
        return ResponseEntity.ok().contentType(HTML).body(Html.page(texts, texts.get("signout.title"), body));
    }

    private ResponseEntity<String> page(
            HttpStatus status,
            String message,
            String login,
            String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        Texts texts = Texts.of(request);
        String body = Html.languages("/sign-in")
                + Html.alert(message)
                + "<form method=\"post\" action=\"/sign-in?lang=" + texts.language() + "\">"
                + guard.field(request, response)
                + "<input type=\"hidden\" name=\"next\" value=\"" + Html.text(own(next)) + "\">"
                + Html.field(
                        texts, "login", "text", login, "required autocomplete=\"username\" maxlength=\"320\" autofocus")
                + Html.field(
                        texts,
                        "password",
                        "password",
                        "",
                        "required autocomplete=\"current-password\" maxlength=\"1024\"")
                + "<button type=\"submit\">" + Html.text(texts.get("signin.button")) + "</button></form>";
        return ResponseEntity.status(status).contentType(HTML).body(Html.page(texts, texts.get("signin.title"), body));
    }

    /** A path of ours to go on to; anything else would send people elsewhere. */
    static String own(String next) {
        boolean ours = next.startsWith("/")
                && next.length() <= 2000
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>');
        if (!ours) {
            return "/";
        }
        try {
            URI uri = new URI(next);
            return uri.getHost() == null && uri.getScheme() == null ? next : "/";
        } catch (java.net.URISyntaxException notAnAddress) {
            return "/";
        }
    }
}
