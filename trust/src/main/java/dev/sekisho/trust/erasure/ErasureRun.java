package dev.sekisho.trust.erasure;

import dev.sekisho.directory.base.Actors;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.erasure.Erasure.State;
import dev.sekisho.trust.erasure.Erasure.Subject;
import dev.sekisho.trust.receipt.Subject.Customer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The erasing of one customer's requests that are due. From {@code RUNNING} on there is no way back: that is written down before the
 * ledger, and the ledger before anything is erased.
 */
final class ErasureRun {
    private static final String CHECK =
            "Ask for the person's token in the log and in the list of people: there is nothing; an old copy of the data, opened "
                    + "with today's keys, does not open either (docs/formats.md, \"Erasure ledger\").";

    private final ErasureDesk parts;
    private final Desk desk;
    private final CustomerScope scope;
    private final SealedErasures erasures;

    ErasureRun(ErasureDesk parts, CustomerScope scope) {
        this.parts = parts;
        this.desk = parts.desk();
        this.scope = scope;
        this.erasures = parts.of(scope);
    }

    /** Begins what is due, and goes on with what runs; by no clock that cannot be believed. */
    void run() throws InterruptedException {
        // First, because nothing is stated about a customer any more once it is out of the register.
        desk.outbox(scope).drain();
        for (Row<StoredErasure> row : erasures.rows()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two requests");
            }
            State state = row.value().stateNow();
            boolean due = state == State.APPROVED
                    && row.value().runsAt() <= desk.now().toEpochMilli();
            if (due || state == State.RUNNING) {
                var ignored = desk.sure();
            }
            if (due) {
                begin(row.id());
            }
            if (due || state == State.RUNNING) {
                proceed(row.id());
            }
        }
        if (parts.ledger().names(scope.customer())) {
            // Also without a request: an old copy of the lake may have brought segments back.
            rewritten();
        }
        desk.outbox(scope).drain();
    }

    /** Makes the subject of an approved request vanish from what can be seen; the job does the rest. */
    void start(Id128 id) {
        begin(id);
        StoredErasure form = erasures.require(id).value();
        if (form.stateNow() == State.RUNNING) {
            vanish(form);
        }
    }

    /** The point of no return; unless a hold came in between, which then shows. */
    private void begin(Id128 id) {
        Row<StoredErasure> row = erasures.require(id);
        if (row.value().stateNow() != State.APPROVED || isHeld(row.value())) {
            return;
        }
        Map<String, Long> counts = erasures.counts(row.value().about());
        try {
            erasures.change(id, row.version(), Set.of(State.APPROVED), "running", (transaction, before) -> {
                // Again: counting takes its time, and a hold that was placed meanwhile counts.
                requireNoHold(transaction, before);
                return before.running(counts);
            });
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.ON_HOLD) {
                throw e;
            }
        }
    }

    private boolean isHeld(StoredErasure form) {
        return erasures.heldBy(form).isPresent() && !form.partial();
    }

    private void requireNoHold(Transaction transaction, StoredErasure form) {
        if (!form.partial() && erasures.heldBy(transaction, form).isPresent()) {
            throw new SekishoException(ErrorCode.ON_HOLD, "A hold was placed after the approval; it has to end first.");
        }
    }

    /** Goes on with what runs; a crash may have come before any part of it was done, and a hold may have ended since. */
    private void proceed(Id128 id) throws InterruptedException {
        StoredErasure form = erasures.require(id).value();
        if (form.stateNow() != State.RUNNING) {
            return;
        }
        boolean held = erasures.heldBy(form).isPresent();
        vanish(form);
        if (form.about() instanceof Subject.Person about && rewritten() && !held) {
            end(id, parts.person(scope, about.token()));
        }
    }

    private void vanish(StoredErasure form) {
        switch (form.about()) {
            case Subject.Person about -> {
                PersonErasure person = parts.person(scope, about.token());
                boolean everything = entered(form, person::enter);
                if (!everything) {
                    // What is hidden is not held any more.
                    parts.holds(scope).carryOut();
                }
                person.begin(everything);
            }
            case Subject.WholeCustomer everything -> delete(form);
            case Subject.Unknown unknown ->
                throw new SekishoException(ErrorCode.INTERNAL, "A request about nobody was approved.");
        }
    }

    /** Hands the customer over to its deletion. Up to the ledger's line a hold keeps everything; behind it there is nothing to keep. */
    private void delete(StoredErasure form) {
        if (entered(form, () -> parts.ledger().write(scope.customer(), Optional.empty(), desk.now()))) {
            parts.deletion().begin(scope, WholeCustomer.Cause.REQUEST);
        }
    }

    /** Writes the ledger's line unless a hold stands in the way; a hold that is approved at the same moment is before it or refused. */
    private boolean entered(StoredErasure form, Runnable write) {
        return desk.turns().of(scope.customer(), () -> {
            boolean free = parts.ledger().ends(scope.customer())
                    || erasures.heldBy(form).isEmpty();
            if (free) {
                write.run();
            }
            return free;
        });
    }

    /** Whether nothing of anybody who was erased is left in what is stored. */
    private boolean rewritten() throws InterruptedException {
        long left = parts.events().rewrite(scope);
        long before = Long.MAX_VALUE;
        while (left > 0 && left < before) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two segments");
            }
            before = left;
            left = parts.events().rewrite(scope);
        }
        return left == 0;
    }

    private void end(Id128 id, PersonErasure person) {
        person.burnMails();
        String proof = person.prove();
        Customer subject = new Customer(desk.directory().of(scope).reference());
        StoredErasure form = erasures.require(id).value();
        // Under the request's own identifier, so that a crash between receipt and state does not lead to a second one.
        Receipt receipt = desk.receipts().append(subject, id, statement(id, form, proof));
        erasures.change(
                id,
                erasures.require(id).version(),
                Set.of(State.RUNNING),
                "done",
                (transaction, before) -> before.done(desk.now(), receipt.id()));
    }

    private Statement statement(Id128 id, StoredErasure form, String proof) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("erased", id.toString());
        facts.put("person", form.subject());
        form.counts().forEach((store, count) -> facts.put("count." + store, Long.toString(count)));
        facts.put("segments-left", "0");
        facts.put("decrypt-attempt", proof);
        facts.put(
                "method",
                "cryptographic erase (NIST SP 800-88): identity key and segment salts destroyed in every place");
        facts.put("ledger", parts.ledger().head().toString());
        form.requester().ifPresent(token -> facts.put("requested-by", token.toString()));
        form.approver().ifPresent(token -> facts.put("approved-by", token.toString()));
        return new Statement(ReceiptKind.PERSON_ERASED, facts, List.of("H4", "H5"), Actors.text(scope.actor()), CHECK);
    }
}
