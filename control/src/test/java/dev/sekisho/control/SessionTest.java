package dev.sekisho.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.control.session.SessionCsrf;
import dev.sekisho.control.testing.Client;
import dev.sekisho.control.testing.Client.Answer;
import dev.sekisho.control.testing.World;
import dev.sekisho.directory.Role;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Signing in, what a session may do, and its end. */
class SessionTest {
    private static final String COOKIE = "__Host-sekisho";
    private static final World WORLD = World.open();
    private final World world = WORLD;

    @AfterAll
    static void close() {
        WORLD.close();
    }

    @Test
    void signingInSetsAStrictCookieAndSignsIn() {
        // Given
        Client client = world.client();
        // When
        Answer answer = signIn(client, world.first().login(Role.ADMINISTRATOR), World.PASSWORD);
        // Then
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).isEqualTo("/");
        String cookie = answer.response().headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith(COOKIE + "="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie)
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Domain");
        Answer me = client.get("/api/v1/me");
        assertThat(me.json().path("login").asString()).isEqualTo(world.first().login(Role.ADMINISTRATOR));
        assertThat(me.json().path("csrfToken").asString()).isNotEmpty();
        assertThat(me.header("Cache-Control")).contains("no-store");
    }

    @Test
    void aWrongPasswordAndAnUnknownLoginReadTheSame() {
        // When
        Answer wrong = signIn(world.client(), world.first().login(Role.AUDITOR), "not the password at all");
        Answer unknown = signIn(world.client(), "nobody-at-all", "not the password at all");
        // Then
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(neutral(wrong.text(), world.first().login(Role.AUDITOR)))
                .isEqualTo(neutral(unknown.text(), "nobody-at-all"));
        assertThat(world.client().with("Accept-Language", "ja").get("/sign-in").text())
                .contains("<html lang=\"ja\">", "サインイン");
    }

    @Test
    void aFormFromAnotherSiteSignsNobodyIn() {
        // When
        Answer answer = world.client()
                .form("/sign-in", Map.of("login", world.first().login(Role.AUDITOR), "password", World.PASSWORD));
        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("csrf");
        assertThat(answer.response().headers().allValues("Set-Cookie")).noneMatch(c -> c.startsWith(COOKIE + "="));
    }

    @Test
    void aChangeBySessionNeedsTheTokenOfThatSession() {
        // Given
        Client client = signedIn(Role.ADMINISTRATOR);
        String token = client.get("/api/v1/me").json().path("csrfToken").asString();
        String other = signedIn(Role.ADMINISTRATOR)
                .get("/api/v1/me")
                .json()
                .path("csrfToken")
                .asString();
        String body = "{\"draft\": \"access: []\"}";
        // When / Then
        assertThat(client.post("/api/v1/policy/validate", body).code()).isEqualTo("csrf");
        assertThat(client.with(SessionCsrf.HEADER, other)
                        .post("/api/v1/policy/validate", body)
                        .code())
                .isEqualTo("csrf");
        assertThat(client.with(SessionCsrf.HEADER, token)
                        .post("/api/v1/policy/validate", body)
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/api/v1/policy").status())
                .as("reading needs none")
                .isEqualTo(200);
        assertThat(world.client()
                        .bearer(world.first().token(Role.ADMINISTRATOR))
                        .post("/api/v1/policy/validate", body)
                        .status())
                .as("a bearer token needs none")
                .isEqualTo(200);
    }

    @Test
    void aRevokedSessionIsOverWithTheNextCall() {
        // Given
        Client victim = signedIn(Role.RESPONDER);
        String id = current(victim);
        Client administrator = world.client().bearer(world.first().token(Role.ADMINISTRATOR));
        String user = victim.get("/api/v1/me").json().path("user").asString();
        // When
        assertThat(administrator
                        .delete("/api/v1/sessions/" + id + "?user=" + user)
                        .status())
                .isEqualTo(204);
        // Then
        assertThat(victim.get("/api/v1/me").code()).isEqualTo("not-signed-in");
        assertThat(administrator
                        .delete("/api/v1/sessions/" + id + "?user=" + user)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void somebodyWithoutThePermissionEndsNobodyElsesSession() {
        // Given
        Client victim = signedIn(Role.AUDITOR);
        String user = victim.get("/api/v1/me").json().path("user").asString();
        String path = "/api/v1/sessions/" + current(victim) + "?user=" + user;
        // When / Then
        assertThat(world.client()
                        .bearer(world.first().token(Role.RESPONDER))
                        .delete(path)
                        .status())
                .isEqualTo(403);
        assertThat(world.client()
                        .bearer(world.second().token(Role.ADMINISTRATOR))
                        .delete(path)
                        .status())
                .isEqualTo(404);
        assertThat(victim.get("/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void signingOutEndsTheSessionOnTheServer() {
        // Given
        Client client = signedIn(Role.READ_ONLY);
        String secret = client.cookies().getOrDefault(COOKIE, "");
        String token = client.get("/api/v1/me").json().path("csrfToken").asString();
        // When
        assertThat(client.with(SessionCsrf.HEADER, token)
                        .delete("/api/v1/session")
                        .status())
                .isEqualTo(204);
        // Then
        Client thief = world.client();
        thief.cookies().put(COOKIE, secret);
        assertThat(thief.get("/api/v1/me").code()).isEqualTo("not-signed-in");
    }

    @Test
    void theSignOutPageWorksWithoutAScript() {
        // Given
        Client client = signedIn(Role.READ_ONLY);
        Matcher field = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"")
                .matcher(client.get("/sign-out").text());
        assertThat(field.find()).isTrue();
        // When
        assertThat(client.form("/sign-out", Map.of()).code()).isEqualTo("csrf");
        assertThat(client.form("/sign-out", Map.of("csrf", field.group(1))).status())
                .isEqualTo(303);
        // Then
        assertThat(client.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void theConsoleSignsInThroughTheApi() {
        // Given
        Client client = world.client();
        String login = world.first().login(Role.AUDITOR);
        // When
        Answer answer = client.post(
                "/api/v1/session", "{\"login\": \"" + login + "\", \"password\": \"" + World.PASSWORD + "\"}");
        // Then
        assertThat(answer.status()).isEqualTo(204);
        assertThat(client.get("/api/v1/me").json().path("login").asString()).isEqualTo(login);
        assertThat(client.get("/api/v1/sessions").json().path("items").toString())
                .contains("\"current\":true");
        assertThat(world.client()
                        .post("/api/v1/session", "{\"login\": \"" + login + "\", \"password\": \"x\"}")
                        .code())
                .isEqualTo("sign-in-failed");
        assertThat(world.client()
                        .send("POST", "/api/v1/session", "login=a&password=b", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aSessionThatTheBrowserBroughtIsNotKeptAtSignIn() {
        // Given
        Client client = signedIn(Role.AUDITOR);
        String before = client.cookies().getOrDefault(COOKIE, "");
        // When
        assertThat(signIn(client, world.first().login(Role.AUDITOR), World.PASSWORD)
                        .status())
                .isEqualTo(303);
        // Then
        assertThat(client.cookies().getOrDefault(COOKIE, "")).isNotEqualTo(before);
        Client old = world.client();
        old.cookies().put(COOKIE, before);
        assertThat(old.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void aBearerTokenThatDoesNotHoldIsRefusedEvenBesideASession() {
        Client client = signedIn(Role.AUDITOR);
        assertThat(client.bearer("no-such-token").get("/api/v1/me").code()).isEqualTo("not-signed-in");
        assertThat(client.with("Authorization", "Basic abc").get("/api/v1/me").code())
                .isEqualTo("not-signed-in");
    }

    @Test
    void onlyOwnAddressesAreGoneOnToAfterSignIn() {
        for (String elsewhere : java.util.List.of("//evil.example", "https://evil.example", "/\\evil.example", "\\x")) {
            Map<String, String> fields = new HashMap<>();
            fields.put("next", elsewhere);
            Answer answer = signIn(world.client(), world.first().login(Role.AUDITOR), World.PASSWORD, fields);
            assertThat(answer.header("Location")).as(elsewhere).isEqualTo("/");
        }
        Answer answer = signIn(
                world.client(), world.first().login(Role.AUDITOR), World.PASSWORD, Map.of("next", "/log?user=u-1"));
        assertThat(answer.header("Location")).isEqualTo("/log?user=u-1");
    }

    private Client signedIn(Role role) {
        Client client = world.client();
        assertThat(signIn(client, world.first().login(role), World.PASSWORD).status())
                .isEqualTo(303);
        return client;
    }

    private static String current(Client client) {
        for (var session : client.get("/api/v1/sessions").json().path("items")) {
            if (session.path("current").asBoolean()) {
                return session.path("id").asString();
            }
        }
        throw new AssertionError("no current session");
    }

    private static Answer signIn(Client client, String login, String password) {
        return signIn(client, login, password, Map.of());
    }

    private static Answer signIn(Client client, String login, String password, Map<String, String> more) {
        Matcher field = Pattern.compile("name=\"form\" value=\"([^\"]+)\"")
                .matcher(client.get("/sign-in").text());
        assertThat(field.find()).isTrue();
        Map<String, String> fields = new LinkedHashMap<>(more);
        fields.put("form", field.group(1));
        fields.put("login", login);
        fields.put("password", password);
        return client.form("/sign-in", fields);
    }

    private static String neutral(String page, String login) {
        return page.replace(login, "LOGIN").replaceAll("name=\"form\" value=\"[^\"]+\"", "");
    }
}
