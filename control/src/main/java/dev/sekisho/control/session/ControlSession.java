package dev.sekisho.control.session;

import dev.sekisho.directory.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.session.Session;

/**
 * A session of the console in Spring Session's form. It exists only for a caller: nothing is stored for somebody who has not
 * signed in. Besides the caller it holds short texts, which the directory keeps sealed.
 */
public final class ControlSession implements Session {
    /** The attribute that holds the {@link Caller}. */
    public static final String CALLER = "caller";

    /** The attribute that holds the device's description while a session is opened. */
    public static final String DEVICE = "device";

    /** The attribute that holds the session's public handle. */
    public static final String HANDLE = "handle";

    private final Map<String, String> texts;
    private final Instant created;
    private final Duration idle;
    private String secret;
    private @Nullable Caller caller;
    private String handle;
    private Instant lastAccess;
    private boolean changed;

    ControlSession(
            String secret,
            @Nullable Caller caller,
            String handle,
            Map<String, String> texts,
            Instant created,
            Duration idle) {
        this.secret = secret;
        this.caller = caller;
        this.handle = handle;
        this.texts = new LinkedHashMap<>(texts);
        this.created = created;
        this.lastAccess = created;
        this.idle = idle;
    }

    /** Whether the directory does not know it yet. */
    boolean unopened() {
        return secret.isEmpty();
    }

    void opened(String newSecret, String newHandle) {
        secret = newSecret;
        handle = newHandle;
    }

    @Nullable
    Caller caller() {
        return caller;
    }

    Map<String, String> texts() {
        return texts;
    }

    boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    @Override
    public String getId() {
        return secret;
    }

    @Override
    public String changeSessionId() {
        throw new UnsupportedOperationException("a session is opened anew at sign-in, never renamed");
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T getAttribute(String name) {
        return (T)
                switch (name) {
                    case CALLER -> caller;
                    case HANDLE -> handle;
                    default -> texts.get(name);
                };
    }

    @Override
    public Set<String> getAttributeNames() {
        Set<String> names = new TreeSet<>(texts.keySet());
        if (caller != null) {
            names.add(CALLER);
        }
        return names;
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        if (value == null) {
            removeAttribute(name);
        } else if (value instanceof Caller known && name.equals(CALLER) && unopened()) {
            caller = known;
        } else if (value instanceof String text) {
            texts.put(name, text);
            changed = true;
        } else {
            throw new IllegalArgumentException("a session keeps texts only, not " + value.getClass());
        }
    }

    @Override
    public void removeAttribute(String name) {
        changed |= texts.remove(name) != null;
    }

    @Override
    public Instant getCreationTime() {
        return created;
    }

    @Override
    public void setLastAccessedTime(Instant time) {
        lastAccess = time;
    }

    @Override
    public Instant getLastAccessedTime() {
        return lastAccess;
    }

    @Override
    public void setMaxInactiveInterval(Duration interval) {
        // The directory holds the limit; a handler cannot prolong a session.
    }

    @Override
    public Duration getMaxInactiveInterval() {
        return idle;
    }

    @Override
    public boolean isExpired() {
        return false;
    }
}
