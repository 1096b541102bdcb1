package dev.sekisho.trust.desk;

import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.base.Actors;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was decided and is still to be stated: an entry is written in the transaction of the decision and removed when its receipt and
 * its line in the audit trail are written, so that no crash loses one of them. After a crash a line may be there twice; a receipt has
 * the identifier of its entry and is there once.
 */
public final class Outbox {
    private static final Kind<Form> KIND = Kind.of("trust-outbox", Form.class);
    private static final String NOTICE = "notice";

    private final Desk desk;
    private final CustomerScope scope;

    Outbox(Desk desk, CustomerScope scope) {
        this.desk = desk;
        this.scope = scope;
    }

    /**
     * Adds an entry to a transaction of the customer's records.
     *
     * @param verb for the audit trail; empty if nobody decided anything
     * @param object for the audit trail: the request
     */
    public void add(
            Transaction transaction,
            ReceiptKind kind,
            SortedMap<String, String> facts,
            List<String> controls,
            String check,
            String verb,
            Id128 object) {
        Id128 id = desk.newId();
        SortedMap<String, String> all = new TreeMap<>(facts);
        all.put(NOTICE, id.toString());
        Form form = new Form(
                kind.name(),
                all,
                List.copyOf(controls),
                Actors.text(scope.actor()),
                check,
                verb,
                object.toString(),
                desk.now().toEpochMilli());
        KIND.insert(transaction, id, form, Map.of());
    }

    /**
     * States everything that is waiting; answers how much there was. One at a time for a customer in this process. Nothing is stated
     * by a clock that cannot be believed: its time would be signed, and the chain take no link before that time. It waits on then.
     */
    public int drain() {
        if (!(desk.guard().read() instanceof ClockGuard.Reading.Right)) {
            return 0;
        }
        return desk.turns().of(scope.customer(), this::stateAll);
    }

    private int stateAll() {
        List<Row<Form>> waiting = new ArrayList<>(desk.store(scope).transact(KIND::all));
        waiting.sort(java.util.Comparator.comparingLong(row -> row.value().decided()));
        for (Row<Form> row : waiting) {
            state(row);
        }
        return waiting.size();
    }

    private void state(Row<Form> row) {
        Form form = row.value();
        CustomerDirectory customer = desk.directory().of(scope);
        Subject subject = new Subject.Customer(customer.reference());
        Statement statement = new Statement(
                ReceiptKind.valueOf(form.kind()),
                new TreeMap<>(form.facts()),
                form.controls(),
                form.statedBy(),
                form.check());
        // Under the entry's own identifier: once, whoever states it.
        var unused = desk.receipts().append(subject, row.id(), statement);
        if (!form.verb().isEmpty()) {
            customer.audit().write(Actors.parse(form.statedBy()), form.verb(), form.object());
        }
        desk.store(scope).transact(transaction -> KIND.delete(transaction, row.id()));
    }

    /**
     * An entry.
     *
     * @param kind of the receipt
     * @param facts of the receipt
     * @param controls of the receipt
     * @param statedBy who decided
     * @param check of the receipt
     * @param verb of the audit trail
     * @param object of the audit trail
     * @param decided milliseconds since 1970
     */
    record Form(
            String kind,
            Map<String, String> facts,
            List<String> controls,
            String statedBy,
            String check,
            String verb,
            String object,
            long decided) {}
}
