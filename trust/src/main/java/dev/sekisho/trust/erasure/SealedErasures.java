package dev.sekisho.trust.erasure;

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
import dev.sekisho.trust.erasure.Erasure.Intake;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The requests of one customer, in its records: who may do what in which state. {@link ErasureRun} does the erasing. One file because
 * the steps of a request share their checks of state, version and persons.
 */
public final class SealedErasures implements Erasures {
    private static final int MAX_TEXT_CHARS = 200;
    /** Of which mail, which anybody in the world may send, takes at most half. */
    private static final int MAX_OPEN = 10_000;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Set<State> UNDECIDED = Set.of(State.RECEIVED, State.ACKNOWLEDGED, State.IDENTIFIED);
    private static final Set<State> STOPPABLE =
            Set.of(State.RECEIVED, State.ACKNOWLEDGED, State.IDENTIFIED, State.APPROVED);
    private static final String ASKED_SIGNED_IN = "the person asked, signed in to the console";
    private static final String ASKED_BY_TOKEN = "asked by an API token that the person made";
    private static final String DECIDED_BY_CUSTOMER = "the customer decided it; the person did not ask here";
    private static final String CHECK =
            "Ask for the request by its identifier: its state and times agree with this chain, link by link.";

    private final ErasureDesk parts;
    private final Desk desk;
    private final CustomerScope scope;
    private final RecordStore store;
    private final int mostOpen;

    /** The requests of the scope's customer. */
    public SealedErasures(ErasureDesk parts, CustomerScope scope) {
        this(parts, scope, MAX_OPEN);
    }

    /** The same with another bound of requests that are open. */
    SealedErasures(ErasureDesk parts, CustomerScope scope, int mostOpen) {
        this.mostOpen = mostOpen;
        this.parts = parts;
        this.desk = parts.desk();
        this.scope = scope;
        this.store = desk.store(scope);
    }

    @Override
    public Erasure request(Subject subject, Intake intake) {
        if (intake == Intake.MAIL || subject instanceof Subject.Unknown) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    "subject: a person or everything; only a mail comes from somebody unknown");
        }
        requireKnown(subject);
        Optional<PersonToken> asking = desk.personOf(scope);
        return received(
                desk.newId(),
                StoredErasure.received(subject, intake, desk.now(), asking, check(subject, intake, asking)));
    }

    /** Only who asks for itself is known by having signed in; about anybody else it is the customer that decides. */
    private static String check(Subject subject, Intake intake, Optional<PersonToken> asking) {
        boolean itself = subject instanceof Subject.Person person && asking.equals(Optional.of(person.token()));
        if (!itself) {
            return DECIDED_BY_CUSTOMER;
        }
        return intake == Intake.CONSOLE ? ASKED_SIGNED_IN : ASKED_BY_TOKEN;
    }

    private Erasure received(Id128 id, StoredErasure form) {
        Row<StoredErasure> row = store.transact(transaction -> {
            Optional<Row<StoredErasure>> open =
                    StoredErasure.KIND.findBy(transaction, StoredErasure.SUBJECT, form.subject()).stream()
                            .filter(known -> !known.value().over())
                            .findFirst();
            return open.orElseGet(() -> insert(transaction, id, form));
        });
        desk.outbox(scope).drain();
        return erasure(row);
    }

    /**
     * Takes in a mail of somebody who is not known yet, together with what {@code with} writes in the same transaction.
     *
     * @param id the same for the same mail
     * @return {@code false} if the mail was taken in before
     */
    public boolean receive(Id128 id, java.util.function.Consumer<Transaction> with) {
        boolean fresh = store.transact(transaction -> {
            if (StoredErasure.KIND.find(transaction, id).isPresent()) {
                return false;
            }
            insert(
                    transaction,
                    id,
                    StoredErasure.received(new Subject.Unknown(), Intake.MAIL, desk.now(), Optional.empty(), ""));
            with.accept(transaction);
            return true;
        });
        desk.outbox(scope).drain();
        return fresh;
    }

    private Row<StoredErasure> insert(Transaction transaction, Id128 id, StoredErasure form) {
        List<StoredErasure> open = StoredErasure.KIND.all(transaction).stream()
                .map(Row::value)
                .filter(known -> !known.over())
                .toList();
        long mails = open.stream().filter(StoredErasure::byMail).count();
        if (open.size() >= mostOpen || (form.byMail() && mails >= mostOpen / 2)) {
            throw new SekishoException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    open.size() + " requests for erasure are open, " + mails
                            + " of them by mail; decide some of them first.");
        }
        Row<StoredErasure> row = StoredErasure.KIND.insert(transaction, id, form, form.indexes());
        state(transaction, row, "received");
        return row;
    }

    @Override
    public Map<String, Long> preview(Id128 id) {
        return counts(require(id).value().about());
    }

    Map<String, Long> counts(Subject subject) {
        return switch (subject) {
            case Subject.Person person -> parts.person(scope, person.token()).counts();
            case Subject.WholeCustomer customer -> {
                Map<String, Long> counts = new TreeMap<>();
                counts.put("events", parts.events(scope, Optional.empty()));
                counts.put("people", people());
                counts.put("api-tokens", (long)
                        desk.directory().of(scope).tokens().list().size());
                yield counts;
            }
            case Subject.Unknown unknown -> Map.of();
        };
    }

    private long people() {
        long count = 0;
        Optional<PersonToken> after = Optional.empty();
        while (true) {
            var page = desk.directory().of(scope).people().list(after, 1_000);
            count += page.size();
            if (page.size() < 1_000) {
                return count;
            }
            after = Optional.of(page.getLast().token());
        }
    }

    @Override
    public Erasure acknowledge(Id128 id, long expected) {
        return change(id, expected, Set.of(State.RECEIVED), "acknowledged", form -> form.acknowledged(desk.now()));
    }

    @Override
    public Erasure identify(Id128 id, Subject subject, String how, long expected) {
        String text = text("how", how);
        if (subject instanceof Subject.Unknown) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "subject: a person, or everything of the customer");
        }
        requireKnown(subject);
        Optional<PersonToken> by = desk.personOf(scope);
        return change(id, expected, UNDECIDED, "identified", form -> {
            if (!form.byMail() && !form.about().equals(subject)) {
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "Whoever asked said whom this is about, and answers for it; refuse this request and make another.");
            }
            return form.identified(subject, text, by);
        });
    }

    private void requireKnown(Subject subject) {
        if (subject instanceof Subject.Person person
                && desk.directory().of(scope).people().find(person.token()).isEmpty()) {
            throw new SekishoException(ErrorCode.NOT_FOUND, "There is no such person.");
        }
    }

    @Override
    public Erasure approve(Id128 id, long expected) {
        return approve(id, expected, false);
    }

    @Override
    public Erasure approveRest(Id128 id, long expected) {
        if (!(require(id).value().about() instanceof Subject.Person)) {
            throw new SekishoException(
                    ErrorCode.ON_HOLD,
                    "Not everything can go while something of it is held; wait for the end of the hold.");
        }
        return approve(id, expected, true);
    }

    private Erasure approve(Id128 id, long expected, boolean inPart) {
        StoredErasure before = require(id).value();
        if (before.about() instanceof Subject.Unknown) {
            throw new SekishoException(
                    ErrorCode.CONFLICT, "It is not known yet whom this is about; identify the person first.");
        }
        if (before.requester().isEmpty() && before.identifier().isEmpty()) {
            throw new SekishoException(
                    ErrorCode.SECOND_PERSON_NEEDED,
                    "No person stands behind the request, so approving it would be one person's work; somebody else has to"
                            + " identify first whom it is about.");
        }
        PersonToken approver = SecondPerson.require(desk, scope, List.of(before.requester(), before.identifier()));
        heldBy(before).filter(hold -> !inPart).ifPresent(hold -> {
            throw new SekishoException(
                    ErrorCode.ON_HOLD,
                    "The legal hold " + hold + " keeps something of this; erase the rest now, or wait for its end.");
        });
        Instant runs = desk.now().plus(parts.options().waiting());
        Erasure approved = change(id, expected, UNDECIDED, "approved", form -> form.approved(approver, runs, inPart));
        if (!runs.isAfter(desk.now())) {
            new ErasureRun(parts, scope).start(id);
            return find(id).orElse(approved);
        }
        return approved;
    }

    @Override
    public Erasure extend(Id128 id, String reason, long expected) {
        String text = text("reason", reason);
        StoredErasure before = require(id).value();
        if (!before.extension().isEmpty()) {
            throw new SekishoException(ErrorCode.CONFLICT, "The time was extended already; the law allows it once.");
        }
        if (desk.now().toEpochMilli() > before.due()) {
            throw new SekishoException(ErrorCode.CONFLICT, "The time is over; it can be extended only before.");
        }
        return change(
                id,
                expected,
                Set.of(State.RECEIVED, State.ACKNOWLEDGED, State.IDENTIFIED, State.APPROVED, State.RUNNING),
                "extended",
                form -> form.extended(text));
    }

    @Override
    public Erasure refuse(Id128 id, String reason, long expected) {
        String text = text("reason", reason);
        return change(id, expected, STOPPABLE, "refused", form -> form.ended(State.REFUSED, text));
    }

    @Override
    public Erasure cancel(Id128 id, long expected) {
        return change(id, expected, STOPPABLE, "cancelled", form -> form.ended(State.CANCELLED, ""));
    }

    @Override
    public Optional<Erasure> find(Id128 id) {
        return store.transact(transaction -> StoredErasure.KIND.find(transaction, id))
                .map(this::erasure);
    }

    @Override
    public Optional<Erasure> newest(Subject subject) {
        String text = StoredErasure.text(subject);
        return store.transact(
                        transaction -> StoredErasure.KIND.findBy(transaction, StoredErasure.SUBJECT, text).stream())
                .max(Comparator.comparingLong(row -> row.value().received()))
                .map(this::erasure);
    }

    @Override
    public List<Erasure> list(Optional<Id128> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new SekishoException(ErrorCode.INVALID_INPUT, "limit: 1 to 1,000");
        }
        List<Row<StoredErasure>> sorted = rows().stream()
                .sorted(Comparator.comparingLong(
                                (Row<StoredErasure> row) -> row.value().received())
                        .reversed()
                        .thenComparing(Row::id))
                .toList();
        int start = 0;
        while (after.isPresent()
                && start < sorted.size()
                && (start == 0 || !sorted.get(start - 1).id().equals(after.get()))) {
            start++;
        }
        return sorted.stream().skip(start).limit(limit).map(this::erasure).toList();
    }

    /**
     * When a request last changed.
     *
     * @throws SekishoException {@code NOT_FOUND}
     */
    public Instant changed(Id128 id) {
        return require(id).changed();
    }

    List<Row<StoredErasure>> rows() {
        return store.transact(StoredErasure.KIND::all);
    }

    Row<StoredErasure> require(Id128 id) {
        return store.transact(transaction -> StoredErasure.KIND.find(transaction, id))
                .orElseThrow(SealedErasures::none);
    }

    /** The hold that stands in the way, if there is one. */
    Optional<Id128> heldBy(StoredErasure form) {
        return store.transact(transaction -> heldBy(transaction, form));
    }

    /** The same as a transaction sees it. */
    Optional<Id128> heldBy(Transaction transaction, StoredErasure form) {
        return switch (form.about()) {
            case Subject.Person person -> parts.holds(scope).blocking(transaction, Optional.of(person.token()));
            case Subject.WholeCustomer customer -> parts.holds(scope).blocking(transaction, Optional.empty());
            case Subject.Unknown unknown -> Optional.empty();
        };
    }

    private Erasure erasure(Row<StoredErasure> row) {
        return StoredErasure.erasure(row, row.value().over() ? Optional.empty() : heldBy(row.value()));
    }

    private Erasure change(Id128 id, long expected, Set<State> from, String step, UnaryOperator<StoredErasure> change) {
        return change(id, expected, from, step, (transaction, form) -> change.apply(form));
    }

    /** What becomes of a request, decided within the transaction that writes it. */
    @FunctionalInterface
    interface Step {
        StoredErasure take(Transaction transaction, StoredErasure before);
    }

    /** Makes one step, states it, and writes it to the audit trail. */
    Erasure change(Id128 id, long expected, Set<State> from, String step, Step change) {
        Row<StoredErasure> after = store.transact(transaction -> {
            Row<StoredErasure> row = StoredErasure.KIND.find(transaction, id).orElseThrow(SealedErasures::none);
            if (!from.contains(row.value().stateNow())) {
                throw new SekishoException(
                        ErrorCode.CONFLICT,
                        "The request is " + row.value().state().toLowerCase(java.util.Locale.ROOT)
                                + "; this is not possible any more.");
            }
            StoredErasure form = change.take(transaction, row.value());
            Row<StoredErasure> changed = StoredErasure.KIND.update(transaction, id, expected, form, form.indexes());
            state(transaction, changed, step);
            return changed;
        });
        desk.outbox(scope).drain();
        return erasure(after);
    }

    private void state(Transaction transaction, Row<StoredErasure> row, String step) {
        StoredErasure form = row.value();
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("request", row.id().toString());
        facts.put("state", form.state().toLowerCase(java.util.Locale.ROOT));
        facts.put("step", step);
        facts.put("about", form.subject());
        facts.put("intake", form.intake().toLowerCase(java.util.Locale.ROOT));
        facts.put("received", Instant.ofEpochMilli(form.received()).toString());
        facts.put("due", Instant.ofEpochMilli(form.due()).toString());
        if (form.runsAt() != 0) {
            facts.put("runs-at", Instant.ofEpochMilli(form.runsAt()).toString());
        }
        form.requester().ifPresent(token -> facts.put("requested-by", token.toString()));
        form.approver().ifPresent(token -> facts.put("approved-by", token.toString()));
        desk.outbox(scope)
                .add(transaction, ReceiptKind.REQUEST, facts, List.of("H4"), CHECK, "erasure." + step, row.id());
    }

    private static String text(String field, String value) {
        if (value.isBlank()
                || value.length() > MAX_TEXT_CHARS
                || CONTROL.matcher(value).find()) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    field + ": 1 to " + MAX_TEXT_CHARS + " characters, without names of people");
        }
        return value;
    }

    private static SekishoException none() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such request.");
    }
}
