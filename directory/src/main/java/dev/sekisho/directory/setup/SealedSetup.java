package dev.sekisho.directory.setup;

import dev.sekisho.directory.Setup;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.records.RecordStore.Transaction;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state of set-up: one record of the installation. */
public final class SealedSetup implements Setup {
    private static final Kind<Form> KIND = Kind.of("setup", Form.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int MAX_STATE_BYTES = 64 << 10;
    private static final Form FRESH = new Form(false, "", 0, "", 0, "");

    private final Foundation foundation;
    private final SealedAudit audit;

    /** Of the installation. */
    public SealedSetup(Foundation foundation, SealedAudit audit) {
        this.foundation = foundation;
        this.audit = audit;
    }

    @Override
    public boolean done() {
        return foundation
                .installation()
                .<Boolean>transact(transaction -> KIND.find(transaction, ONE)
                        .map(row -> row.value().done())
                        .orElse(false));
    }

    @Override
    public String issueToken() {
        String secret = foundation.newSecret();
        change(form -> {
            if (form.done()) {
                throw new SekishoException(ErrorCode.CONFLICT, "This installation was set up already.");
            }
            return new Form(false, digest(secret), ends(), form.session(), form.sessionEnds(), form.state());
        });
        return secret;
    }

    @Override
    public String exchange(String token) {
        String session = foundation.newSecret();
        change(form -> {
            if (form.done() || !matches(form.token(), form.tokenEnds(), token)) {
                throw invalid();
            }
            return new Form(false, "", 0, digest(session), ends(), form.state());
        });
        return session;
    }

    @Override
    public byte[] state(String session) {
        return foundation.installation().transact(transaction -> {
            Form form = KIND.find(transaction, ONE).map(Row::value).orElse(FRESH);
            requireSession(form, session);
            return Base64.getDecoder().decode(form.state());
        });
    }

    @Override
    public void saveState(String session, byte[] state) {
        if (state.length > MAX_STATE_BYTES) {
            throw new SekishoException(ErrorCode.REQUEST_TOO_LARGE, "The state of set-up has at most 64 KiB.");
        }
        change(form -> {
            requireSession(form, session);
            return new Form(
                    false,
                    form.token(),
                    form.tokenEnds(),
                    form.session(),
                    form.sessionEnds(),
                    Base64.getEncoder().encodeToString(state));
        });
    }

    @Override
    public void complete(String session) {
        change(form -> {
            requireSession(form, session);
            return new Form(true, "", 0, "", 0, "");
        });
    }

    @Override
    public void completeWithoutSession() {
        change(form -> new Form(true, "", 0, "", 0, ""));
    }

    private void change(UnaryOperator<Form> work) {
        foundation.installation().transact((Transaction transaction) -> {
            Optional<Row<Form>> old = KIND.find(transaction, ONE);
            Form before = old.map(Row::value).orElse(FRESH);
            Form after = work.apply(before);
            if (old.isPresent()) {
                KIND.update(transaction, ONE, old.get().version(), after, Map.of());
            } else {
                KIND.insert(transaction, ONE, after, Map.of());
            }
            if (after.done() && !before.done()) {
                audit.add(transaction, new Actor.Job("setup"), "setup.complete", "");
            }
            return true;
        });
    }

    private void requireSession(Form form, String session) {
        if (form.done() || !matches(form.session(), form.sessionEnds(), session)) {
            throw invalid();
        }
    }

    private boolean matches(String stored, long ends, String secret) {
        boolean same = MessageDigest.isEqual(
                Base64.getDecoder().decode(stored), Base64.getDecoder().decode(digest(secret)));
        return same && Instant.ofEpochMilli(ends).isAfter(foundation.realNow());
    }

    private long ends() {
        return foundation.realNow().plus(LIFE).toEpochMilli();
    }

    private static String digest(String secret) {
        return Base64.getEncoder().encodeToString(Foundation.digest(secret));
    }

    private static SekishoException invalid() {
        return new SekishoException(
                ErrorCode.SETUP_TOKEN_INVALID,
                "The set-up address was used or is older than an hour. Restart Sekisho: until it is set up,"
                        + " each start prints a new one.");
    }

    /**
     * The state as stored.
     *
     * @param token base64 of the one-time token's digest, or empty
     * @param tokenEnds milliseconds since 1970, as all times here
     * @param session base64 of the session secret's digest, or empty
     * @param state base64 of what was typed
     */
    record Form(boolean done, String token, long tokenEnds, String session, long sessionEnds, String state) {
        @Override
        public String toString() {
            return "setup";
        }
    }
}
