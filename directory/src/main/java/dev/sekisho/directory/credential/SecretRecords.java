package dev.sekisho.directory.credential;

import dev.sekisho.directory.base.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Forms of records that belong to credentials. */
public final class SecretRecords {
    /** Password hashes, by person. */
    public static final Kind<Password> PASSWORD = Kind.of("password", Password.class);

    /** Sessions, found by {@code person}. */
    public static final Kind<SessionForm> SESSION = Kind.of("session", SessionForm.class);

    /** What the console keeps in sessions; the same identifier. */
    public static final Kind<State> SESSION_STATE = Kind.of("session-state", State.class);

    /** API tokens, found by {@code person} where they are an operator's. */
    public static final Kind<TokenForm> TOKEN = Kind.of("api-token", TokenForm.class);

    private SecretRecords() {}

    /** @param hash in the PHC string form */
    public record Password(String hash) {
        @Override
        public String toString() {
            return "password";
        }
    }

    /**
     * A session.
     *
     * @param person token
     * @param started milliseconds since 1970, as all times here
     * @param used when it was last used
     * @param idle seconds that it lives unused
     * @param ends when it ends at the latest
     * @param device what it was opened with
     * @param digest base64 of what the gatekeeper knows it by
     */
    public record SessionForm(
            String person, long started, long used, long idle, long ends, String device, String digest) {
        /** When it ends unless it is used. */
        public long expires() {
            return Math.min(ends, used + idle * 1000);
        }
    }

    /** @param value base64 */
    public record State(String value) {}

    /**
     * An API token.
     *
     * @param name what it is for
     * @param role what it may do; empty for operators
     * @param person the operator, or empty
     * @param created milliseconds since 1970, as all times here
     * @param expires 0 for never
     * @param digest base64 of what the gatekeeper knows it by
     * @param maker the person who made it, or empty; missing where an older version made it
     */
    public record TokenForm(
            String name,
            String role,
            String person,
            long created,
            long expires,
            String digest,
            @Nullable String maker) {
        /** Whether it has ended by {@code now}, real time. */
        public boolean over(Instant now) {
            return expires != 0 && expires <= now.toEpochMilli();
        }
    }
}
