package dev.sekisho.trust.hold;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

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

    StoredHold placed(PersonToken approver, Instant at) {
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                Hold.State.ACTIVE.name(),
                requested,
                requestedBy,
                approver.toString(),
                at.toEpochMilli(),
                releaseAsked,
                ended,
                sealed,
                lifted);
    }

    StoredHold askedToEnd(PersonToken asker) {
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                state,
                requested,
                requestedBy,
                approvedBy,
                placed,
                asker.toString(),
                ended,
                sealed,
                lifted);
    }

    StoredHold ended(Hold.State how, Instant at) {
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                how.name(),
                requested,
                requestedBy,
                approvedBy,
                placed,
                releaseAsked,
                at.toEpochMilli(),
                sealed,
                lifted);
    }

    StoredHold sealedByLake() {
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                state,
                requested,
                requestedBy,
                approvedBy,
                placed,
                releaseAsked,
                ended,
                true,
                lifted);
    }

    StoredHold lifted(boolean done) {
        return new StoredHold(
                reason,
                person,
                from,
                to,
                expires,
                state,
                requested,
                requestedBy,
                approvedBy,
                placed,
                releaseAsked,
                ended,
                sealed,
                done);
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
