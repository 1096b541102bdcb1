package dev.sekisho.control.session;

import dev.sekisho.directory.Authentication;
import dev.sekisho.directory.Authentication.LiveSession;
import dev.sekisho.directory.Authentication.NewSession;
import dev.sekisho.directory.Caller;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.session.SessionRepository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Spring Session on the directory: the cookie's secret opens HMAC(secret) → sealed scope, and what a session remembers is a
 * sealed record of that scope. Nothing is cached, so that an ended session is over with the next request.
 */
public final class DirectorySessions implements SessionRepository<ControlSession> {
    private static final int MAX_SECRET_CHARS = 256;
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final Authentication authentication;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Duration idle;
    private final Duration life;

    /**
     * Sessions.
     *
     * @param idle how long a session lives unused
     * @param life how long it lives at most
     */
    public DirectorySessions(
            Authentication authentication, JsonMapper json, InstantSource clock, Duration idle, Duration life) {
        this.authentication = authentication;
        this.json = json;
        this.clock = clock;
        this.idle = idle;
        this.life = life;
    }

    @Override
    public ControlSession createSession() {
        return new ControlSession("", null, "", Map.of(), clock.instant(), idle);
    }

    @Override
    public void save(ControlSession session) {
        if (session.unopened()) {
            Caller caller = session.caller();
            if (caller == null) {
                throw new IllegalStateException("a session is opened only for somebody who signed in");
            }
            String device = session.texts().getOrDefault(ControlSession.DEVICE, "");
            session.removeAttribute(ControlSession.DEVICE);
            NewSession opened = authentication.openSession(caller, device, idle, life);
            session.opened(opened.secret(), opened.id().toString());
        }
        if (session.takeChanged()) {
            authentication.saveState(session.getId(), json.writeValueAsBytes(session.texts()));
        }
    }

    @Override
    public @Nullable ControlSession findById(String secret) {
        if (secret.isEmpty() || secret.length() > MAX_SECRET_CHARS) {
            return null;
        }
        return authentication
                .session(secret)
                .map(live -> restored(secret, live))
                .orElse(null);
    }

    @Override
    public void deleteById(String secret) {
        authentication.closeSession(secret);
    }

    private ControlSession restored(String secret, LiveSession live) {
        Map<String, String> texts = live.state().length == 0 ? Map.of() : json.readValue(live.state(), TEXTS);
        return new ControlSession(
                secret,
                live.caller(),
                live.session().id().toString(),
                texts,
                live.session().started(),
                idle);
    }
}
