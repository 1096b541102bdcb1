package dev.sekisho.control.setup;

import dev.sekisho.control.page.FormGuard;
import dev.sekisho.control.page.Html;
import dev.sekisho.control.page.SignIn;
import dev.sekisho.control.page.Texts;
import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Authentication.Invitation;
import dev.sekisho.directory.Caller;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** By an invitation somebody becomes a person of a customer; its secret moves from the address into a cookie at once. */
@Controller
public class InvitationPage {
    private static final String COOKIE = "__Host-sekisho-invitation";
    private static final long HOUR_SECONDS = 3_600;
    private static final int MAX_SECRET_CHARS = 256;
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Authentication authentication;
    private final SignIn signIn;
    private final FormGuard guard;

    /** Asks {@code authentication}. */
    public InvitationPage(Authentication authentication, SignIn signIn, FormGuard guard) {
        this.authentication = authentication;
        this.signIn = signIn;
        this.guard = guard;
    }

    /** Takes the secret, or shows the form. */
    @GetMapping("/invitation")
    public ResponseEntity<String> form(
            @RequestParam(name = "token", required = false) @Nullable String token,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (token != null && token.length() <= MAX_SECRET_CHARS && token.matches("[A-Za-z0-9._~-]+")) {
            response.addHeader(
                    "Set-Cookie", FormGuard.strict(COOKIE, token, HOUR_SECONDS).toString());
            return to("/invitation");
        }
        return page(HttpStatus.OK, "", "", "", request, response);
    }

    /** Accepts, and signs in. */
    @PostMapping("/invitation")
    public ResponseEntity<String> accept(
            @RequestParam(name = "login", defaultValue = "") String login,
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "newPassword", defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        guard.check(request);
        Texts texts = Texts.of(request);
        if (login.isBlank() || name.isBlank()) {
            return page(HttpStatus.UNPROCESSABLE_CONTENT, texts.get("setup.problems"), login, name, request, response);
        }
        Caller caller;
        try {
            caller = authentication.accept(
                    FormGuard.cookie(request, COOKIE), login.strip(), name.strip(), "", password.toCharArray());
        } catch (SekishoException refused) {
            String message = switch (refused.code()) {
                case NOT_FOUND -> "";
                case CONFLICT -> texts.get("setup.taken");
                case INVALID_INPUT -> String.valueOf(refused.getMessage());
                default -> throw refused;
            };
            return page(HttpStatus.UNPROCESSABLE_CONTENT, message, login, name, request, response);
        }
        response.addHeader("Set-Cookie", FormGuard.strict(COOKIE, "", 0).toString());
        signIn.open(request, caller);
        return to("/setup/done");
    }

    private ResponseEntity<String> page(
            HttpStatus status,
            String message,
            String login,
            String name,
            HttpServletRequest request,
            HttpServletResponse response) {
        Texts texts = Texts.of(request);
        String secret = FormGuard.cookie(request, COOKIE);
        Optional<Invitation> invitation = secret.isEmpty() ? Optional.empty() : find(secret);
        if (invitation.isEmpty()) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN)
                    .contentType(HTML)
                    .body(Html.page(
                            texts,
                            texts.get("invitation.invalid.title"),
                            "<p>" + Html.text(texts.get("invitation.invalid.body")) + "</p>"));
        }
        String role = texts.get("role." + invitation.get().role().wire());
        String body = Html.languages("/invitation")
                + Html.alert(message)
                + "<p>"
                + Html.text(texts.get("invitation.body")
                        .replace("{0}", invitation.get().customerName())
                        .replace("{1}", role))
                + "</p><form method=\"post\" action=\"/invitation?lang=" + texts.language() + "\">"
                + guard.field(request, response)
                + Html.field(texts, "login", "text", login, "required maxlength=\"200\" autocomplete=\"username\"")
                + Html.field(texts, "name", "text", name, "required maxlength=\"200\" autocomplete=\"name\"")
                + Html.field(
                        texts,
                        "newPassword",
                        "password",
                        "",
                        "required minlength=\"15\" maxlength=\"1024\" autocomplete=\"new-password\"")
                + "<button type=\"submit\">" + Html.text(texts.get("invitation.button")) + "</button></form>";
        return ResponseEntity.status(status)
                .contentType(HTML)
                .body(Html.page(texts, texts.get("invitation.title"), body));
    }

    private Optional<Invitation> find(String secret) {
        try {
            return authentication.invitation(secret);
        } catch (SekishoException refused) {
            if (refused.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static ResponseEntity<String> to(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }
}
