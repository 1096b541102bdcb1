package dev.sekisho.trust.hold;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.desk.SecondPerson;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Holds in the customer's records. A hold counts as placed for erasure from the moment of its approval, also while the lake still
 * seals: it is written down first, so that a crash in between leaves a hold that is completed, never one that is missing.
 */
public final class SealedHolds implements Holds {
    private static final int MAX_REASON_CHARS = 200;
    private static final int MAX_YEARS = 5;
    private static final int MAX_OPEN = 1_000;
    private static final int MAX_DAYS = 3_700;
    private static final int ATTEMPTS = 5;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final String CHECK =
            "Ask for the hold by its identifier; the audit trail of the customer names both persons, and "
                    + "docs/formats.md says under which key what it holds is sealed.";

    private final Desk desk;
    private final HeldEvents events;
    private final CustomerScope scope;
    private final RecordStore store;
    private final Predicate<Optional<PersonToken>> erased;

    /** The holds of the scope's customer for the job, which goes on with what was approved and approves nothing. */
    SealedHolds(Desk desk, HeldEvents events, CustomerScope scope) {
        this(desk, events, scope, person -> false);
    }

    /**
     * The holds of the scope's customer.
     *
     * @param erased whether a person, or everybody if there is none, is in the ledger of those who were erased
     */
    public SealedHolds(Desk desk, HeldEvents events, CustomerScope scope, Predicate<Optional<PersonToken>> erased) {
        this.erased = erased;
        this.desk = desk;
        this.events = events;
        this.scope = scope;
        this.store = desk.store(scope);
    }

    @Override
    public Hold request(String reason, Optional<PersonToken> person, LocalDate from, LocalDate to, Instant expires) {
        PersonToken asker = desk.personOf(scope)
                .orElseThrow(
                        () -> new SekishoException(
                                ErrorCode.SECOND_PERSON_NEEDED,
                                "No person stands behind this token; a hold is asked for in person, or by a token that a person made."));
        Instant now = desk.now();
        check(reason, from, to, expires, now);
        if (person.isPresent()
                && desk.directory().of(scope).people().find(person.get()).isEmpty()) {
            throw new SekishoException(ErrorCode.NOT_FOUND, "There is no such person.");
        }
        StoredHold form = StoredHold.requested(reason, person, from, to, expires, asker, now);
        Hold hold = store.transact(transaction -> {
            if (open(transaction) >= MAX_OPEN) {
                throw new SekishoException(
                        ErrorCode.CONFLICT, "There are " + MAX_OPEN + " holds that have not ended; no more are kept.");
            }
            Row<StoredHold> row = StoredHold.KIND.insert(transaction, desk.newId(), form, Map.of());
            state(transaction, row, "requested");
            return StoredHold.hold(row);
        });
        desk.outbox(scope).drain();
        return hold;
    }

    private static long open(Transaction transaction) {
        return StoredHold.KIND.all(transaction).stream()
                .map(row -> row.value().stateNow())
                .filter(state -> state == Hold.State.REQUESTED || state == Hold.State.ACTIVE)
                .count();
    }

    private static void check(String reason, LocalDate from, LocalDate to, Instant expires, Instant now) {
        if (reason.isBlank()
                || reason.length() > MAX_REASON_CHARS
                || CONTROL.matcher(reason).find()) {
            throw invalid("reason: 1 to " + MAX_REASON_CHARS + " characters, without names of people");
        }
        if (to.isBefore(from) || from.until(to, java.time.temporal.ChronoUnit.DAYS) > MAX_DAYS) {
            throw invalid("to: not before from, and at most " + MAX_DAYS + " days later");
        }
        Instant latest = now.atOffset(ZoneOffset.UTC).plusYears(MAX_YEARS).toInstant();
        if (!expires.isAfter(now) || expires.isAfter(latest)) {
            throw invalid("expires: a time to come, at most five years ahead");
        }
    }

    @Override
    public Hold approve(Id128 id, long expected) {
        Row<StoredHold> before = require(id);
        PersonToken approver =
                SecondPerson.require(desk, scope, List.of(before.value().requester()));
        if (before.value().expires() <= desk.now().toEpochMilli()) {
            throw new SekishoException(
                    ErrorCode.CONFLICT, "The hold ran out before it was approved; ask for a new one.");
        }
        // An erasure looks for holds and writes its line into the ledger in the same turn, so that one of the two comes
        // first.
        Row<StoredHold> placed =
                desk.turns().of(scope.customer(), () -> placed(id, expected, before.value(), approver));
        desk.outbox(scope).drain();
        return StoredHold.hold(place(placed));
    }

    private Row<StoredHold> placed(Id128 id, long expected, StoredHold before, PersonToken approver) {
        if (erased.test(before.heldPerson())) {
            throw new SekishoException(
                    ErrorCode.CONFLICT,
                    "What it is about is erased already, or is being erased; nothing is left to hold.");
        }
        return store.transact(transaction -> {
            requireState(transaction, id, Hold.State.REQUESTED);
            Row<StoredHold> row =
                    StoredHold.KIND.update(transaction, id, expected, before.placed(approver, desk.now()), Map.of());
            state(transaction, row, "placed");
            return row;
        });
    }

    private Row<StoredHold> place(Row<StoredHold> row) {
        StoredHold form = row.value();
        if (form.sealed()) {
            return row;
        }
        events.hold(scope, row.id(), form.heldPerson(), LocalDate.parse(form.from()), LocalDate.parse(form.to()));
        Row<StoredHold> after = noted(row, StoredHold::sealed, StoredHold::sealedByLake);
        if (after.value().lifted()) {
            // It ended while the lake still sealed; what this call sealed goes as well.
            events.release(scope, row.id());
        }
        return after;
    }

    /** Writes down what the lake did; the job and a person's call may both have made it do it, and then one of them was first. */
    private Row<StoredHold> noted(
            Row<StoredHold> read, Predicate<StoredHold> already, UnaryOperator<StoredHold> change) {
        Row<StoredHold> row = read;
        for (int attempt = 1; ; attempt++) {
            Row<StoredHold> before = row;
            if (already.test(before.value())) {
                return before;
            }
            try {
                return store.transact(transaction -> StoredHold.KIND.update(
                        transaction, before.id(), before.version(), change.apply(before.value()), Map.of()));
            } catch (SekishoException e) {
                if (e.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
                row = require(before.id());
            }
        }
    }

    @Override
    public Hold refuse(Id128 id, long expected) {
        Hold hold = store.transact(transaction -> {
            Row<StoredHold> before = requireState(transaction, id, Hold.State.REQUESTED);
            Row<StoredHold> row = StoredHold.KIND.update(
                    transaction,
                    id,
                    expected,
                    before.value().ended(Hold.State.REFUSED, desk.now()).lifted(true),
                    Map.of());
            state(transaction, row, "refused");
            return StoredHold.hold(row);
        });
        desk.outbox(scope).drain();
        return hold;
    }

    @Override
    public Hold release(Id128 id, long expected) {
        Row<StoredHold> before = require(id);
        boolean first = before.value().releaser().isEmpty();
        PersonToken person = SecondPerson.require(
                desk, scope, first ? List.of() : List.of(before.value().releaser()));
        Row<StoredHold> after = store.transact(transaction -> {
            StoredHold form = requireState(transaction, id, Hold.State.ACTIVE).value();
            Row<StoredHold> row = StoredHold.KIND.update(
                    transaction,
                    id,
                    expected,
                    first ? form.askedToEnd(person) : form.ended(Hold.State.RELEASED, desk.now()),
                    Map.of());
            state(transaction, row, first ? "release-requested" : "released");
            return row;
        });
        if (!first) {
            lift(after);
        }
        desk.outbox(scope).drain();
        return find(id).orElseThrow();
    }

    private void lift(Row<StoredHold> row) {
        events.release(scope, row.id());
        var unused = noted(row, StoredHold::lifted, form -> form.lifted(true));
    }

    /**
     * Ends holds whose time ran out, and completes with the lake what a crash interrupted; for the job.
     *
     * @return how many ran out
     * @throws SekishoException {@code CLOCK_SET_BACK} or {@code CLOCK_LEAPT}: the end of a hold destroys its keys, and cannot be undone
     */
    public int settle() {
        Instant now = desk.sure();
        int expired = 0;
        for (Row<StoredHold> row : rows()) {
            StoredHold form = row.value();
            boolean over = form.expires() <= now.toEpochMilli();
            switch (form.stateNow()) {
                case ACTIVE -> {
                    if (over) {
                        lift(expire(row, now));
                        expired++;
                    } else {
                        place(row);
                    }
                }
                case REQUESTED -> {
                    if (over) {
                        expire(row, now);
                        expired++;
                    }
                }
                case RELEASED, EXPIRED, REFUSED -> {
                    if (!form.lifted()) {
                        lift(row);
                    }
                }
            }
        }
        desk.outbox(scope).drain();
        return expired;
    }

    /**
     * Lets the lake hold what was approved and is not held yet, because the lake failed or the approval is just under way: nothing
     * that a hold keeps may go before that.
     *
     * @throws dev.sekisho.kernel.error.SekishoException as the lake does; then nothing may go yet
     */
    public void carryOut() {
        long now = desk.now().toEpochMilli();
        for (Row<StoredHold> row : rows()) {
            if (row.value().stateNow() == Hold.State.ACTIVE && row.value().expires() > now) {
                var unused = place(row);
            }
        }
    }

    private Row<StoredHold> expire(Row<StoredHold> row, Instant now) {
        boolean held = row.value().stateNow() == Hold.State.ACTIVE;
        return store.transact(transaction -> {
            Row<StoredHold> after = StoredHold.KIND.update(
                    transaction,
                    row.id(),
                    row.version(),
                    row.value().ended(Hold.State.EXPIRED, now).lifted(!held),
                    Map.of());
            state(transaction, after, "expired");
            return after;
        });
    }

    /** The hold that stands in the way of erasing a person, or everybody if {@code person} is empty. */
    public Optional<Id128> blocking(Optional<PersonToken> person) {
        return store.transact(transaction -> blocking(transaction, person));
    }

    /** The same as a transaction of the customer's records sees it. */
    public Optional<Id128> blocking(Transaction transaction, Optional<PersonToken> person) {
        return StoredHold.KIND.all(transaction).stream()
                .filter(row -> row.value().stands(person))
                .max(Comparator.comparingLong(row -> row.value().expires()))
                .map(Row::id);
    }

    @Override
    public Optional<Hold> find(Id128 id) {
        return store.transact(
                transaction -> StoredHold.KIND.find(transaction, id).map(StoredHold::hold));
    }

    @Override
    public List<Hold> list() {
        return rows().stream()
                .sorted(Comparator.comparingLong(
                                (Row<StoredHold> row) -> row.value().requested())
                        .reversed()
                        .thenComparing(Row::id))
                .map(StoredHold::hold)
                .toList();
    }

    private List<Row<StoredHold>> rows() {
        return store.transact(StoredHold.KIND::all);
    }

    private Row<StoredHold> require(Id128 id) {
        return store.transact(transaction -> StoredHold.KIND.find(transaction, id))
                .orElseThrow(SealedHolds::none);
    }

    private static Row<StoredHold> requireState(Transaction transaction, Id128 id, Hold.State state) {
        Row<StoredHold> row = StoredHold.KIND.find(transaction, id).orElseThrow(SealedHolds::none);
        if (row.value().stateNow() != state) {
            throw new SekishoException(
                    ErrorCode.CONFLICT,
                    "The hold is " + row.value().state().toLowerCase(java.util.Locale.ROOT)
                            + "; this is not possible any more.");
        }
        return row;
    }

    private void state(Transaction transaction, Row<StoredHold> row, String step) {
        StoredHold form = row.value();
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("hold", row.id().toString());
        facts.put("state", form.state().toLowerCase(java.util.Locale.ROOT));
        facts.put("step", step);
        facts.put("from", form.from());
        facts.put("to", form.to());
        facts.put("expires", Instant.ofEpochMilli(form.expires()).toString());
        facts.put("of", form.person().isEmpty() ? "everybody" : form.person());
        form.requester().ifPresent(token -> facts.put("requested-by", token.toString()));
        form.approver().ifPresent(token -> facts.put("approved-by", token.toString()));
        form.releaser().ifPresent(token -> facts.put("release-requested-by", token.toString()));
        desk.outbox(scope)
                .add(transaction, ReceiptKind.HOLD, facts, List.of("H1", "H5"), CHECK, "hold." + step, row.id());
    }

    private static SekishoException invalid(String text) {
        return new SekishoException(ErrorCode.INVALID_INPUT, text);
    }

    private static SekishoException none() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such hold.");
    }
}
