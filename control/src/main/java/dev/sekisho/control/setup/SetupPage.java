package dev.sekisho.control.setup;

import dev.sekisho.control.ControlOptions;
import dev.sekisho.control.ControlParts;
import dev.sekisho.control.page.FormGuard;
import dev.sekisho.control.page.Html;
import dev.sekisho.control.page.SignIn;
import dev.sekisho.control.page.Texts;
import dev.sekisho.directory.Setup;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * First-run set-up. The one-time token of the address is exchanged for a cookie and leaves the address at once; what was typed,
 * but no password, is kept sealed on the server until set-up ends.
 */
@Controller
public class SetupPage {
    private static final String COOKIE = "__Host-sekisho-setup";
    private static final long HOUR_SECONDS = 3_600;
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final TypeReference<Map<String, String>> VALUES = new TypeReference<>() {};

    private final ControlParts parts;
    private final ControlOptions options;
    private final SignIn signIn;
    private final FormGuard guard;
    private final JsonMapper json;

    /** Sets up the directory of the parts. */
    public SetupPage(ControlParts parts, ControlOptions options, SignIn signIn, FormGuard guard, JsonMapper json) {
        this.parts = parts;
        this.options = options;
        this.signIn = signIn;
        this.guard = guard;
        this.json = json;
    }

    /** Takes the token, or shows the form. */
    @GetMapping("/setup")
    public ResponseEntity<String> form(
            @RequestParam(name = "token", required = false) @Nullable String token,
            HttpServletRequest request,
            HttpServletResponse response) {
        Setup setup = parts.directory().setup();
        if (setup.done()) {
            return to("/sign-in");
        }
        try {
            if (token != null) {
                String session = setup.exchange(token);
                response.addHeader(
                        "Set-Cookie",
                        FormGuard.strict(COOKIE, session, HOUR_SECONDS).toString());
                return to("/setup");
            }
            byte[] state = setup.state(FormGuard.cookie(request, COOKIE));
            Map<String, String> values = state.length == 0 ? initial(request) : json.readValue(state, VALUES);
            return page(HttpStatus.OK, new SetupForm(values, "", ""), Map.of(), "", request, response);
        } catch (SekishoException refused) {
            return invalid(refused, request);
        }
    }

    /** Sets up. */
    @PostMapping("/setup")
    public ResponseEntity<String> submit(HttpServletRequest request, HttpServletResponse response) {
        guard.check(request);
        Setup setup = parts.directory().setup();
        if (setup.done()) {
            return to("/sign-in");
        }
        Texts texts = Texts.of(request);
        String session = FormGuard.cookie(request, COOKIE);
        SetupForm form = SetupForm.read(request);
        try {
            setup.saveState(session, json.writeValueAsBytes(form.values()));
        } catch (SekishoException refused) {
            return invalid(refused, request);
        }
        Map<String, String> problems = form.problems(texts);
        if (!problems.isEmpty()) {
            return page(
                    HttpStatus.UNPROCESSABLE_CONTENT, form, problems, texts.get("setup.problems"), request, response);
        }
        try {
            new FirstSetup(parts.directory()).run(form);
        } catch (SekishoException refused) {
            if (refused.code() != ErrorCode.CONFLICT && refused.code() != ErrorCode.INVALID_INPUT) {
                throw refused;
            }
            String message = refused.code() == ErrorCode.CONFLICT
                    ? texts.get("setup.taken")
                    : String.valueOf(refused.getMessage());
            return page(HttpStatus.UNPROCESSABLE_CONTENT, form, Map.of(), message, request, response);
        }
        setup.complete(session);
        response.addHeader("Set-Cookie", FormGuard.strict(COOKIE, "", 0).toString());
        signIn.attempt(request, form.get("adminLogin"), form.adminPassword().toCharArray());
        return to("/setup/done");
    }

    /** What to do with the first device; the certificate itself needs the session that set-up opened. */
    @GetMapping("/setup/done")
    public ResponseEntity<String> done(HttpServletRequest request) {
        Texts texts = Texts.of(request);
        String proxy = options.proxyAddress()
                .map(address -> "<p>" + Html.text(texts.get("setup.done.proxy")) + "</p><p><code>" + Html.text(address)
                        + "</code></p>")
                .orElseGet(() -> "<p>" + Html.text(texts.get("setup.done.noproxy")) + "</p>");
        String body =
                proxy + "<p>" + Html.text(texts.get("setup.done.ca")) + "</p><p><a href=\"/api/v1/inspection-ca\">"
                        + Html.text(texts.get("setup.done.download")) + "</a></p><p><a class=\"button\" href=\"/\">"
                        + Html.text(texts.get("setup.done.overview")) + "</a></p>";
        return ResponseEntity.ok().contentType(HTML).body(Html.page(texts, texts.get("setup.done.title"), body));
    }

    private ResponseEntity<String> page(
            HttpStatus status,
            SetupForm form,
            Map<String, String> problems,
            String message,
            HttpServletRequest request,
            HttpServletResponse response) {
        Texts texts = Texts.of(request);
        String body =
                SetupView.body(texts, form, problems, message, parts.region().name(), guard.field(request, response));
        return ResponseEntity.status(status).contentType(HTML).body(Html.page(texts, texts.get("setup.title"), body));
    }

    private static ResponseEntity<String> invalid(SekishoException refused, HttpServletRequest request) {
        if (refused.code() != ErrorCode.SETUP_TOKEN_INVALID) {
            throw refused;
        }
        Texts texts = Texts.of(request);
        return ResponseEntity.status(HttpStatus.FORBIDDEN)
                .contentType(HTML)
                .body(Html.page(
                        texts,
                        texts.get("setup.invalid.title"),
                        "<p>" + Html.text(texts.get("setup.invalid.body")) + "</p>"));
    }

    private static Map<String, String> initial(HttpServletRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("operatorLogin", "operator");
        values.put("customerName", "");
        values.put("adminLogin", "admin");
        values.put(
                "source",
                Optional.ofNullable(request.getRemoteAddr()).orElse("127.0.0.1")
                        + (request.getRemoteAddr() != null
                                        && request.getRemoteAddr().contains(":")
                                ? "/128"
                                : "/32"));
        values.put("policy", "office");
        return values;
    }

    private static ResponseEntity<String> to(String path) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(path))
                .build();
    }
}
