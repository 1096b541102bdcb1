package dev.sekisho.trust.erasure;

import dev.sekisho.directory.CustomerDirectory;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore.Stored;
import dev.sekisho.records.RecordStore.Transaction;
import dev.sekisho.seal.CustomerVault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The erasing of one person: the ledger first, then what can be seen, then what is stored. Every step can be made again, in any
 * state that a crash left. Policies, events of others and the audit trail hold the token, which afterwards means nobody.
 */
final class PersonErasure {
    private static final String IDENTITY = "identity";
    /** Under which the mail of a request is stored, by the request's identifier. */
    private static final String MAIL = "erasure-mail";

    private final ErasureDesk parts;
    private final CustomerScope scope;
    private final PersonToken token;

    PersonErasure(ErasureDesk parts, CustomerScope scope, PersonToken token) {
        this.parts = parts;
        this.scope = scope;
        this.token = token;
    }

    /** What there is, by store. */
    Map<String, Long> counts() {
        CustomerDirectory customer = parts.desk().directory().of(scope);
        Map<String, Long> counts = new TreeMap<>();
        counts.put("events", parts.events(scope, Optional.of(token)));
        counts.put("identity", row().isPresent() ? 1L : 0L);
        counts.put("sessions", (long) customer.sessions().list(token).size());
        counts.put(
                "api-tokens",
                customer.tokens().list().stream()
                        .filter(made -> customer.tokens()
                                .maker(made.id())
                                .filter(token::equals)
                                .isPresent())
                        .count());
        return counts;
    }

    /** Writes the person into the ledger. */
    void enter() {
        parts.ledger().write(scope.customer(), Optional.of(token), parts.desk().now());
    }

    /**
     * Hides and ends what can be ended at once. Without {@code everything}, the name stays until the hold ends that needs it, but
     * nobody signs in by it any more: what the person would still do would be hidden as well. With it, the person is in the ledger
     * already.
     */
    void begin(boolean everything) {
        if (!everything) {
            parts.desk().directory().of(scope).people().lockOut(token);
        }
        parts.conceal(scope, token);
        if (everything) {
            forget();
        }
    }

    /** Destroys the name and everything by which the person signs in. */
    void forget() {
        parts.desk().directory().of(scope).people().erase(token);
    }

    /** Deletes what the person wrote to be erased: a mail is of whom its request was found to be about, whatever became of that. */
    void burnMails() {
        parts.desk().store(scope).transact(transaction -> {
            requests(transaction).forEach(request -> transaction.delete(MAIL, request));
            return true;
        });
    }

    private long mails() {
        return parts.desk()
                .store(scope)
                .transact(transaction -> requests(transaction).stream()
                        .filter(request -> transaction.find(MAIL, request).isPresent())
                        .count());
    }

    private List<Id128> requests(Transaction transaction) {
        return StoredErasure.KIND.findBy(transaction, StoredErasure.SUBJECT, token.toString()).stream()
                .map(Row::id)
                .toList();
    }

    /** Whether the records or the key store still know the person: something brought back an old copy. */
    boolean isKnown() {
        return row().isPresent() || !isDark(new byte[0], 1);
    }

    /**
     * Tries to read what was erased.
     *
     * @return what was tried, for the receipt
     * @throws SekishoException {@code INTERNAL} if anything of it can be read
     */
    String prove() {
        if (!isDark(new byte[0], 1)
                || row().isPresent()
                || mails() != 0
                || parts.events(scope, Optional.of(token)) != 0) {
            throw new SekishoException(
                    ErrorCode.INTERNAL, "Something of a person can be read after the erasure; the request stays open.");
        }
        return "identity row: " + ErrorCode.KEY_DESTROYED.code() + "; events in queries: 0; stored mails: 0";
    }

    /** The vault looks for the key before it looks at the bytes. */
    private boolean isDark(byte[] sealed, long version) {
        try {
            keys().openIdentity(token, version, sealed);
            return false;
        } catch (SekishoException e) {
            return e.code() == ErrorCode.KEY_DESTROYED;
        }
    }

    private CustomerVault keys() {
        return parts.desk().vault().of(scope);
    }

    private Optional<Stored> row() {
        return parts.desk().store(scope).transact(transaction -> transaction.find(IDENTITY, token.value()));
    }
}
