package dev.sekisho.trust.erasure;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A request as stored. Times are milliseconds since 1970, 0 for none; people are tokens, empty for none.
 *
 * @param subject a token, {@code customer} or {@code unknown}
 * @param acknowledged when the person was told
 * @param due until when it has to be done
 * @param extension why it takes longer, or empty
 * @param identifiedBy who said whom it is about
 * @param reason why it was refused, or empty
 * @param partial whether what a hold keeps is left until the hold ends
 * @param counts what there was when it began, by store
 */
record StoredErasure(
        String subject,
        String intake,
        String state,
        long received,
        long acknowledged,
        long due,
        String extension,
        String requestedBy,
        String identifiedBy,
        String approvedBy,
        String identityCheck,
        long runsAt,
        long done,
        String receipt,
        String reason,
        boolean partial,
        Map<String, Long> counts) {
    static final Kind<StoredErasure> KIND = Kind.of("erasure", StoredErasure.class);
    static final String SUBJECT = "subject";

    private static final String CUSTOMER = "customer";
    private static final String UNKNOWN = "unknown";

    static StoredErasure received(Subject subject, Intake intake, Instant now, Optional<PersonToken> by, String check) {
        return new StoredErasure(
                text(subject),
                intake.name(),
                State.RECEIVED.name(),
                now.toEpochMilli(),
                0,
                now.plus(ErasureOptions.DUE).toEpochMilli(),
                "",
                by.map(PersonToken::toString).orElse(""),
                "",
                "",
                check,
                0,
                0,
                "",
                "",
                false,
                Map.of());
    }

    StoredErasure acknowledged(Instant now) {
        return with(
                State.ACKNOWLEDGED, subject, now.toEpochMilli(), due, extension, identifiedBy, identityCheck, reason);
    }

    StoredErasure identified(Subject about, String how, Optional<PersonToken> by) {
        return with(
                State.IDENTIFIED,
                text(about),
                acknowledged,
                due,
                extension,
                by.map(PersonToken::toString).orElse(""),
                how,
                reason);
    }

    StoredErasure extended(String why) {
        return with(
                stateNow(),
                subject,
                acknowledged,
                received + ErasureOptions.EXTENDED.toMillis(),
                why,
                identifiedBy,
                identityCheck,
                reason);
    }

    StoredErasure ended(State how, String why) {
        return with(how, subject, acknowledged, due, extension, identifiedBy, identityCheck, why);
    }

    private StoredErasure with(
            State next,
            String about,
            long acknowledgedAt,
            long dueAt,
            String extended,
            String identifier,
            String check,
            String why) {
        return new StoredErasure(
                about,
                intake,
                next.name(),
                received,
                acknowledgedAt,
                dueAt,
                extended,
                requestedBy,
                identifier,
                approvedBy,
                check,
                runsAt,
                done,
                receipt,
                why,
                partial,
                counts);
    }

    StoredErasure approved(PersonToken by, Instant at, boolean inPart) {
        return run(State.APPROVED, by.toString(), at.toEpochMilli(), 0, "", inPart, counts);
    }

    StoredErasure running(Map<String, Long> found) {
        return run(State.RUNNING, approvedBy, runsAt, 0, "", partial, found);
    }

    StoredErasure done(Instant at, Id128 proof) {
        return run(State.DONE, approvedBy, runsAt, at.toEpochMilli(), proof.toString(), partial, counts);
    }

    private StoredErasure run(
            State next, String by, long from, long at, String proof, boolean inPart, Map<String, Long> found) {
        return new StoredErasure(
                subject,
                intake,
                next.name(),
                received,
                acknowledged,
                due,
                extension,
                requestedBy,
                identifiedBy,
                by,
                identityCheck,
                from,
                at,
                proof,
                reason,
                inPart,
                found);
    }

    State stateNow() {
        return State.valueOf(state);
    }

    Subject about() {
        return switch (subject) {
            case CUSTOMER -> new Subject.WholeCustomer();
            case UNKNOWN -> new Subject.Unknown();
            default -> new Subject.Person(PersonToken.parse(subject));
        };
    }

    /** Whether nothing more happens to it. */
    boolean over() {
        return switch (stateNow()) {
            case RECEIVED, ACKNOWLEDGED, IDENTIFIED, APPROVED, RUNNING -> false;
            case DONE, REFUSED, CANCELLED -> true;
        };
    }

    /** Whether one of its clocks ran out. */
    boolean overdue(Instant now) {
        boolean unanswered =
                stateNow() == State.RECEIVED && now.toEpochMilli() > received + ErasureOptions.ACKNOWLEDGE.toMillis();
        return unanswered || (!over() && now.toEpochMilli() > due);
    }

    boolean byMail() {
        return Intake.valueOf(intake) == Intake.MAIL;
    }

    Optional<PersonToken> requester() {
        return token(requestedBy);
    }

    Optional<PersonToken> identifier() {
        return token(identifiedBy);
    }

    Optional<PersonToken> approver() {
        return token(approvedBy);
    }

    Map<String, String> indexes() {
        return Map.of(SUBJECT, subject);
    }

    static String text(Subject subject) {
        return switch (subject) {
            case Subject.Person person -> person.token().toString();
            case Subject.WholeCustomer customer -> CUSTOMER;
            case Subject.Unknown unknown -> UNKNOWN;
        };
    }

    static Erasure erasure(Row<StoredErasure> row, Optional<Id128> heldBy) {
        StoredErasure form = row.value();
        return new Erasure(
                row.id(),
                form.about(),
                Intake.valueOf(form.intake),
                form.stateNow(),
                Instant.ofEpochMilli(form.received),
                Instant.ofEpochMilli(form.received).plus(ErasureOptions.ACKNOWLEDGE),
                Instant.ofEpochMilli(form.due),
                form.requester(),
                form.approver(),
                form.identityCheck,
                time(form.runsAt),
                time(form.done),
                form.receipt.isEmpty() ? Optional.empty() : Optional.of(Id128.parse(form.receipt)),
                form.over() ? Optional.empty() : heldBy,
                row.version());
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static Optional<PersonToken> token(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(PersonToken.parse(text));
    }
}
