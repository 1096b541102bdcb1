package dev.sekisho.trust.departure;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.Departures.Departure;
import dev.sekisho.directory.Directory;
import dev.sekisho.directory.Licence;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.seal.RecordSealer.RecordContext;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.erasure.ErasureLedger;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deletes a customer: the ledger hears of it first, then the keys are destroyed, from which moment nothing of the customer opens
 * anywhere, then every store is emptied, then a receipt says so, and the register keeps reference and dates. What is interrupted at
 * any step is ended by the next call, which does every step that may not have been done.
 */
public final class CustomerDeletion {
    /** Why a customer leaves: its licence ended. */
    public static final String BY_LICENCE = "licence";

    /** Why a customer leaves: it was asked for. */
    public static final String BY_REQUEST = "request";

    /** Why a customer leaves: it was erased before, and something brought back an old copy of it. */
    public static final String ERASED_BEFORE = "erased-before";

    private static final String PROOF_WORD = "proof of deletion";
    private static final String OPENED = "opened";
    private static final int KEY_NAME_BYTES = 16;
    private static final int RECENT = 20;
    private static final String CHECK =
            "Restore any copy of this customer's data beside the present key store, the records or the lake:"
                    + " it does not open, because the keys that are named here are gone from every place; what was tried is under"
                    + " open-attempt. Copies of the key store itself are not shown to be gone by this.";

    private final Directory directory;
    private final Vault vault;
    private final RecordStore records;
    private final ErasureLedger ledger;
    private final ReceiptBook receipts;
    private final List<DataStore> stores;
    private final InstantSource clock;

    /**
     * Of one region.
     *
     * @param records the installation's
     * @param stores every store of customers' data but the directory, in the order of emptying
     * @param clock stamps what happened
     */
    public CustomerDeletion(
            Directory directory,
            Vault vault,
            RecordStore records,
            ErasureLedger ledger,
            ReceiptBook receipts,
            List<DataStore> stores,
            InstantSource clock) {
        this.directory = directory;
        this.vault = vault;
        this.records = records;
        this.ledger = ledger;
        this.receipts = receipts;
        this.stores = List.copyOf(stores);
        this.clock = clock;
    }

    /**
     * Begins a deletion and carries it out. The caller made sure that its time has come by a clock that can be believed.
     *
     * @return the receipt; empty if there is no such customer
     * @throws SekishoException whatever stops a step; the deletion stays begun, and {@link #resume} ends it
     */
    public Optional<Receipt> delete(CustomerReference reference, String cause, Actor.Job job) {
        return begin(reference, cause, job).flatMap(departure -> resume(departure, job));
    }

    /**
     * As {@link #delete}, by a licence whose time is over.
     *
     * @throws SekishoException also {@code CONFLICT}, if the licence was renewed meanwhile: then nothing began
     */
    public Optional<Receipt> delete(CustomerReference reference, Licence licence, Actor.Job job) {
        return directory
                .departures()
                .begin(reference, BY_LICENCE, OptionalLong.of(licence.version()), job)
                .flatMap(departure -> resume(departure, job));
    }

    /** Only begins a deletion: the customer is out of the register and cannot come back; {@link #resume} ends it. */
    public Optional<Departure> begin(CustomerReference reference, String cause, Actor.Job job) {
        return directory.departures().begin(reference, cause, OptionalLong.empty(), job);
    }

    /** Ends a deletion that began; nothing happens if somebody else ended it meanwhile. One at a time in a process. */
    public synchronized Optional<Receipt> resume(Departure departure, Actor.Job job) {
        boolean open = directory.departures().begun().stream()
                .anyMatch(begun -> begun.reference().equals(departure.reference()));
        return open ? Optional.of(end(departure, job)) : Optional.empty();
    }

    private Receipt end(Departure departure, Actor.Job job) {
        CustomerScope scope = directory.departures().scope(departure, job);
        StoredDeletion deletion = prepared(departure, scope);
        var ignored = ledger.write(scope.customer(), Optional.empty(), clock.instant());
        vault.destroy(scope);
        String attempt = attempt(departure, scope, deletion);
        if (attempt.equals(OPENED)) {
            throw new SekishoException(
                    ErrorCode.INTERNAL, "A customer's keys were destroyed, but what they sealed still opens.");
        }
        for (DataStore store : stores) {
            deletion = deletion.with(store.forget(scope));
            deletion.keep(records, departure.reference().value());
        }
        deletion = deletion.with(directory.departures().forget(departure));
        deletion.keep(records, departure.reference().value());
        Receipt receipt = receipt(departure, deletion, attempt, job);
        directory.departures().end(departure, receipt.time(), job);
        StoredDeletion.remove(records, departure.reference().value());
        return receipt;
    }

    /** Counts what there is and seals the word of the proof, before the keys go; as far as the keys are there. */
    private StoredDeletion prepared(Departure departure, CustomerScope scope) {
        Optional<StoredDeletion> known =
                StoredDeletion.find(records, departure.reference().value());
        if (known.isPresent()) {
            return known.get();
        }
        SortedMap<String, Long> counts = new TreeMap<>();
        String proof = "";
        String uncounted = "";
        try {
            byte[] sealed = vault.of(scope).seal(context(departure), PROOF_WORD.getBytes(StandardCharsets.UTF_8));
            proof = Base64.getEncoder().encodeToString(sealed);
            for (DataStore store : stores) {
                store.count(scope).forEach((name, count) -> counts.merge(name, count, Long::sum));
            }
        } catch (SekishoException e) {
            if (!withoutKeys(e.code())) {
                throw e;
            }
            uncounted = e.code().code();
        }
        StoredDeletion deletion = new StoredDeletion(counts, keyName(scope), proof, uncounted);
        deletion.keep(records, departure.reference().value());
        return deletion;
    }

    /**
     * Whether nothing can be counted, and nothing needs to be: the ledger's replay at start, or somebody before us, destroyed the
     * keys; or the customer's own key service does not give them, and nobody but the customer can have it back for a number.
     */
    private static boolean withoutKeys(ErrorCode code) {
        return code == ErrorCode.KEY_DESTROYED
                || code == ErrorCode.KEY_UNKNOWN
                || code == ErrorCode.KEY_WITHDRAWN
                || code == ErrorCode.KEY_SERVICE_UNAVAILABLE;
    }

    private String attempt(Departure departure, CustomerScope scope, StoredDeletion deletion) {
        try {
            byte[] unused = deletion.proof().isEmpty()
                    ? vault.of(scope).seal(context(departure), new byte[0])
                    : vault.of(scope).open(context(departure), deletion.sealedProof());
            return OPENED;
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
            return e.code().code();
        }
    }

    private Receipt receipt(Departure departure, StoredDeletion deletion, String attempt, Actor.Job job) {
        Subject subject = new Subject.Customer(departure.reference());
        // A crash after the receipt must not lead to a second one.
        Optional<Receipt> made = receipts.list(subject, Long.MAX_VALUE, RECENT).stream()
                .filter(receipt -> receipt.statement().kind() == ReceiptKind.CUSTOMER_DELETED)
                .findFirst();
        if (made.isPresent()) {
            return made.get();
        }
        SortedMap<String, String> facts = new TreeMap<>();
        deletion.counts().forEach((name, count) -> facts.put("deleted." + name, Long.toString(count)));
        if (!deletion.uncounted().isEmpty()) {
            facts.put("not-counted", deletion.uncounted());
        }
        facts.put("keys", deletion.keys());
        facts.put("open-attempt", attempt);
        facts.put("cause", departure.cause());
        facts.put("licence", departure.licence().kind().name().toLowerCase(Locale.ROOT));
        facts.put("expired", departure.licence().expires().toString());
        facts.put("due", departure.licence().deletion().toString());
        facts.put("began", departure.began().toString());
        facts.put("places", Integer.toString(vault.places().size()));
        List<String> controls = departure.cause().equals(BY_LICENCE) ? List.of("H2", "H3", "H5") : List.of("H4", "H5");
        return receipts.append(
                subject, new Statement(ReceiptKind.CUSTOMER_DELETED, facts, controls, "job:" + job.name(), CHECK));
    }

    /** A name for the key that wraps all of a customer's keys, which says nothing about the customer. */
    private String keyName(CustomerScope scope) {
        byte[] mac = vault.installation().mac("trust.key-name", scope.customer().bytes());
        return "customer-" + HexFormat.of().formatHex(Arrays.copyOf(mac, KEY_NAME_BYTES));
    }

    private static RecordContext context(Departure departure) {
        return new RecordContext("customer-deletion", departure.reference().toString(), 1);
    }

    /** Deletions that began and did not end, oldest first. */
    public List<Departure> unfinished() {
        return directory.departures().begun().stream()
                .sorted(Comparator.comparing(Departure::began))
                .toList();
    }
}
