package dev.sekisho.directory.collection;

import dev.sekisho.directory.CollectionRegister;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.collection.Pseudonyms;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.inventory.Treatment;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.seal.CustomerVault;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** One customer's choice in its sealed records. */
public final class SealedCollection implements CollectionRegister {
    private static final FieldInventory INVENTORY = FieldInventory.load();
    private static final int PSEUDONYM_BYTES = 10;

    private final Foundation foundation;
    private final CustomerScope scope;
    private final RecordStore store;
    private final SealedAudit audit;
    private final Runnable changed;

    /** Over the records of the scope's customer; {@code changed} is told after each change. */
    public SealedCollection(
            Foundation foundation, CustomerScope scope, RecordStore store, SealedAudit audit, Runnable changed) {
        this.foundation = foundation;
        this.scope = scope;
        this.store = store;
        this.audit = audit;
        this.changed = changed;
    }

    @Override
    public Chosen chosen() {
        return store.transact(StoredCollection::read);
    }

    @Override
    public Chosen choose(CollectionChoice choice, long expected) {
        var problems = choice.problems(INVENTORY);
        if (!problems.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.INVALID_INPUT,
                    problems.entrySet().stream()
                            .map(problem -> problem.getKey() + " " + problem.getValue())
                            .collect(Collectors.joining("; ")));
        }
        Chosen stored = store.transact(transaction -> {
            Chosen before = StoredCollection.read(transaction);
            if (before.version() != expected) {
                throw new SekishoException(ErrorCode.CONFLICT, "Somebody changed what is collected meanwhile.");
            }
            if (before.choice().equals(choice)) {
                return before;
            }
            Chosen after = StoredCollection.write(transaction, choice, foundation.dataNow(), expected);
            audit.add(transaction, scope.actor(), "collection.choose", Long.toString(after.version()));
            return after;
        });
        changed.run();
        return stored;
    }

    /** The choice in force, ready to be applied. */
    public EventCollection ready() {
        return trial(chosen().choice());
    }

    /** Whatever it needs is fetched now, so that applying it does not wait. */
    @Override
    public EventCollection trial(CollectionChoice choice) {
        CustomerVault keys = foundation.vault().of(scope);
        Pseudonyms pseudonyms = (field, day, value) -> pseudonym(keys, field, day, value);
        if (choice.fields().containsValue(Treatment.PSEUDONYMISE)) {
            for (Field field : INVENTORY.of(CollectionChoice.STORE)) {
                if (field.treatments().contains(Treatment.PSEUDONYMISE)) {
                    pseudonyms.of(field.name(), LocalDate.EPOCH, "");
                }
            }
        }
        return EventCollection.of(choice, INVENTORY, pseudonyms, Sites::registrable);
    }

    private static String pseudonym(CustomerVault keys, String field, LocalDate day, String value) {
        byte[] token = keys.blindIndex("pseudonym." + field, (day + "\n" + value).getBytes(StandardCharsets.UTF_8));
        return "p-" + HexFormat.of().formatHex(Arrays.copyOf(token, PSEUDONYM_BYTES));
    }
}
