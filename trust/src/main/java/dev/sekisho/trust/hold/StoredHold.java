package dev.sekisho.trust.hold;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A hold as stored. Times are milliseconds since 1970, 0 for none; people are tokens, empty for none.
 *
 * @param from first UTC day
 * @param to last UTC day
 * @param releaseAsked who asked for its end
 * @param ended when it ended
 * @param sealed whether the lake placed it
 * @param lifted whether the lake was told of the end
 */
record StoredHold(
        String reason,
        String person,
        String from,
        String to,
        long expires,
        String state,
        long requested,
        String requestedBy,
        String approvedBy,
        long placed,
        String releaseAsked,
        long ended,
        boolean sealed,
        boolean lifted) {
    static final Kind<StoredHold> KIND = Kind.of("hold", StoredHold.class);

    /** As it is asked for. */
    static StoredHold requested(
            String reason,
            Optional<PersonToken> person,
            LocalDate from,
            LocalDate to,
            Instant expires,
            PersonToken asker,
            Instant now) {
        return new StoredHold(
                reason,
                person.map(PersonToken::toString).orElse(""),
                from.toString(),
                to.toString(),
                expires.toEpochMilli(),
                Hold.State.REQUESTED.name(),
                now.toEpochMilli(),
                asker.toString(),
                "",
                0,
                "",
                0,
                false,
                false);
    }

    StoredHold placed(PersonToken approver, Instant at) {
        return with(next -> {
            next.state = Hold.State.ACTIVE;
            next.approvedBy = approver.toString();
            next.placed = at.toEpochMilli();
        });
    }

    StoredHold askedToEnd(PersonToken asker) {
        return with(next -> next.releaseAsked = asker.toString());
    }

    StoredHold ended(Hold.State how, Instant at) {
        return with(next -> {
            next.state = how;
            next.ended = at.toEpochMilli();
        });
    }

    StoredHold sealedByLake() {
        return with(next -> next.sealed = true);
    }

    StoredHold lifted(boolean done) {
        return with(next -> next.lifted = done);
    }

    private StoredHold with(Consumer<Next> change) {
        Next next = new Next(this);
        change.accept(next);
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                next.state.name(),
                requested,
                requestedBy,
                next.approvedBy,
                next.placed,
                next.releaseAsked,
                next.ended,
                next.sealed,
                next.lifted);
    }

    /** What may change of a hold, by name: in a row of fourteen values two that change places would still compile. */
    private static final class Next {
        private Hold.State state;
        private String approvedBy;
        private long placed;
        private String releaseAsked;
        private long ended;
        private boolean sealed;
        private boolean lifted;

        Next(StoredHold hold) {
            this.state = hold.stateNow();
            this.approvedBy = hold.approvedBy;
            this.placed = hold.placed;
            this.releaseAsked = hold.releaseAsked;
            this.ended = hold.ended;
            this.sealed = hold.sealed;
            this.lifted = hold.lifted;
        }
    }

    Hold.State stateNow() {
        return Hold.State.valueOf(state);
    }

    Optional<PersonToken> heldPerson() {
        return token(person);
    }

    Optional<PersonToken> requester() {
        return token(requestedBy);
    }

    Optional<PersonToken> approver() {
        return token(approvedBy);
    }

    Optional<PersonToken> releaser() {
        return token(releaseAsked);
    }

    /** Whether the lake holds something by it, or is still to hear that it ended. */
    private boolean holds() {
        return switch (stateNow()) {
            case ACTIVE -> true;
            case RELEASED, EXPIRED -> !lifted;
            case REQUESTED, REFUSED -> false;
        };
    }

    /** Whether erasing this person, or everybody, would take something that it holds, or leave it there. */
    boolean stands(Optional<PersonToken> subject) {
        return holds()
                && (subject.isEmpty() || heldPerson().isEmpty() || heldPerson().equals(subject));
    }

    static Hold hold(Row<StoredHold> row) {
        StoredHold form = row.value();
        return new Hold(
                row.id(),
                form.reason,
                form.heldPerson(),
                LocalDate.parse(form.from),
                LocalDate.parse(form.to),
                Instant.ofEpochMilli(form.expires),
                form.stateNow(),
                form.requester().orElseThrow(),
                form.approver(),
                form.placed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(form.placed)),
                form.releaser(),
                row.version());
    }

    private static Optional<PersonToken> token(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(PersonToken.parse(text));
    }
}
