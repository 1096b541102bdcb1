package dev.sekisho.trust.mail;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.trust.desk.Desk;
import dev.sekisho.trust.erasure.Erasure;
import dev.sekisho.trust.erasure.ErasureDesk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a mail to a request: of the customer whose alias it was sent to, or else to the operators' list of unassigned mail. A mail that
 * is read twice is one request: its identifier is a keyed digest of the mail's own and its author.
 */
public final class MailIntake {
    private static final Logger LOG = LoggerFactory.getLogger(MailIntake.class);
    private static final Actor.Job ACTOR = new Actor.Job(MailboxJob.NAME);
    /** After a request was refused or taken back, its mail is kept this long, in case somebody asks why. */
    private static final Duration AFTER_REFUSAL = Duration.ofDays(30);

    private static final int MAX_UNASSIGNED = 10_000;
    private static final String LABEL = "privacy-mail";

    private final ErasureDesk erasures;
    private final Desk desk;
    private final MailParser parser = new MailParser();

    /** Into the requests of a region. */
    public MailIntake(ErasureDesk erasures) {
        this.erasures = erasures;
        this.desk = erasures.desk();
    }

    /** What became of a mail. */
    public enum Outcome {
        /** It is a request. */
        TAKEN,
        /** It was one already. */
        KNOWN,
        /** It is on the operators' list. */
        UNASSIGNED,
        /** A program wrote it. */
        AUTOMATIC,
        /** There is no room, or the records of a customer whom it concerns cannot be written; it stays in the mailbox. */
        LEFT
    }

    /** How an unassigned mail was answered, or why it needs no answer; in the audit trail, where no free text belongs. */
    public enum Dismissal {
        /** It asks for nothing, or for something else. */
        NO_REQUEST,
        /** The writer was told whom to ask. */
        REFERRED,
        /** It is the same as another one. */
        DUPLICATE
    }

    /**
     * Takes in a mail; durable when this returns. That the records of one customer cannot be written is no reason to stop: the mail is
     * left, and those behind it are taken.
     *
     * @param raw its beginning
     * @param rest whether there is more of it
     * @param own the mailbox's own address, from which nobody asks for anything
     * @throws SekishoException {@code DATABASE_UNAVAILABLE}, which concerns every mail
     */
    public Outcome take(byte[] raw, boolean rest, String own) {
        ParsedMail mail = parser.read(raw, rest);
        if (mail.automatic() || (!own.isEmpty() && mail.sender().equalsIgnoreCase(own))) {
            return Outcome.AUTOMATIC;
        }
        Id128 id = identifier(mail, raw);
        List<CustomerReference> customers = customers(mail);
        if (customers.isEmpty()) {
            return orLeft(() -> unassigned(id, mail));
        }
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        for (CustomerReference customer : customers) {
            StoredMail form = StoredMail.of(mail, desk.now(), customer.toString());
            outcomes.add(orLeft(() -> desk.directory().customers().scope(customer, ACTOR).stream()
                            .anyMatch(scope -> received(scope, id, form))
                    ? Outcome.TAKEN
                    : Outcome.KNOWN));
        }
        if (outcomes.contains(Outcome.LEFT)) {
            return Outcome.LEFT;
        }
        return outcomes.contains(Outcome.TAKEN) ? Outcome.TAKEN : Outcome.KNOWN;
    }

    private static Outcome orLeft(Supplier<Outcome> taking) {
        try {
            return taking.get();
        } catch (SekishoException e) {
            if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
                throw e;
            }
            LOG.warn("A privacy mail stays in the mailbox: {}", e.code().code());
            return Outcome.LEFT;
        }
    }

    private boolean received(CustomerScope scope, Id128 id, StoredMail form) {
        return erasures.of(scope).receive(id, transaction -> StoredMail.KIND.insert(transaction, id, form, Map.of()));
    }

    private List<CustomerReference> customers(ParsedMail mail) {
        List<CustomerReference> customers = new ArrayList<>();
        for (String handle : mail.handles()) {
            reference(handle)
                    .filter(known ->
                            desk.directory().customers().scope(known, ACTOR).isPresent())
                    .ifPresent(customers::add);
        }
        return customers;
    }

    private static Optional<CustomerReference> reference(String handle) {
        try {
            return Optional.of(CustomerReference.parse(handle));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Id128 identifier(ParsedMail mail, byte[] raw) {
        byte[] name = mail.messageId().isEmpty()
                ? raw
                : (mail.messageId() + "\n" + mail.sender()).getBytes(StandardCharsets.UTF_8);
        return Id128.of(Arrays.copyOf(desk.vault().installation().mac(LABEL, name), 16));
    }

    private Outcome unassigned(Id128 id, ParsedMail mail) {
        StoredMail form = StoredMail.of(mail, desk.now(), "");
        return desk.records().installation().transact(transaction -> {
            if (StoredMail.KIND.find(transaction, id).isPresent()) {
                return Outcome.KNOWN;
            }
            if (StoredMail.KIND.all(transaction).size() >= MAX_UNASSIGNED) {
                return Outcome.LEFT;
            }
            StoredMail.KIND.insert(transaction, id, form, Map.of());
            return Outcome.UNASSIGNED;
        });
    }

    /** Mail that no customer is known for, oldest first. */
    public List<PrivacyMail> unassigned() {
        return desk.records().installation().transact(StoredMail.KIND::all).stream()
                .map(row -> mail(row, Optional.empty()))
                .sorted(java.util.Comparator.comparing(PrivacyMail::taken))
                .toList();
    }

    /**
     * Mail that no customer is known for, oldest first, for an operator to read; that it is read is in the audit trail.
     *
     * @param after the last one that was read before
     */
    public List<PrivacyMail> read(Optional<Id128> after, int limit, Actor.Operator actor) {
        List<PrivacyMail> all = unassigned();
        int from = 0;
        for (int i = 0; i < all.size() && after.isPresent(); i++) {
            if (all.get(i).request().equals(after.get())) {
                from = i + 1;
            }
        }
        List<PrivacyMail> page = all.subList(from, Math.min(all.size(), from + limit));
        if (!page.isEmpty()) {
            desk.directory().audit().write(actor, "privacy-mail.read", "count=" + page.size());
        }
        return page;
    }

    /**
     * Gives an unassigned mail to the customer whom it concerns; its clock starts now.
     *
     * @param actor the operator who does it
     * @throws SekishoException {@code NOT_FOUND}
     */
    public void assign(Id128 id, CustomerReference customer, Actor.Operator actor) {
        RecordStore installation = desk.records().installation();
        StoredMail form = installation
                .transact(transaction -> StoredMail.KIND.find(transaction, id))
                .orElseThrow(MailIntake::none)
                .value();
        CustomerScope scope =
                desk.directory().customers().scope(customer, ACTOR).orElseThrow(MailIntake::none);
        received(scope, id, form);
        remove(id, "privacy-mail.assign", id + " " + customer, actor);
    }

    /**
     * Deletes an unassigned mail that belongs to no customer; that it was there, and why it is not any more, stays in the audit trail.
     *
     * @throws SekishoException {@code NOT_FOUND}
     */
    public void dismiss(Id128 id, Dismissal reason, Actor.Operator actor) {
        if (desk.records()
                .installation()
                .transact(transaction -> StoredMail.KIND.find(transaction, id))
                .isEmpty()) {
            throw none();
        }
        remove(
                id,
                "privacy-mail.dismiss",
                id + " " + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                actor);
    }

    private void remove(Id128 id, String verb, String object, Actor.Operator actor) {
        desk.directory().audit().write(actor, verb, object);
        desk.records().installation().transact(transaction -> StoredMail.KIND.delete(transaction, id));
    }

    /** The mail of a request of the scope's customer, as long as it is kept. */
    public Optional<PrivacyMail> find(CustomerScope scope, Id128 request) {
        return desk.store(scope)
                .transact(transaction -> StoredMail.KIND.find(transaction, request))
                .map(row -> mail(row, suggestion(scope, row.value().sender())));
    }

    private Optional<PersonToken> suggestion(CustomerScope scope, String sender) {
        if (sender.isEmpty()) {
            return Optional.empty();
        }
        Set<PersonToken> named = desk.directory().of(scope).people().named(sender);
        return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
    }

    private static PrivacyMail mail(Row<StoredMail> row, Optional<PersonToken> suggestion) {
        StoredMail form = row.value();
        return new PrivacyMail(
                row.id(),
                form.sender(),
                form.subject(),
                form.text(),
                form.sent() == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(form.sent())),
                Instant.ofEpochMilli(form.taken()),
                form.attachments(),
                form.cut(),
                suggestion);
    }

    /** Deletes mails whose request is done, at once, and of others that ended, after 30 days; answers how many. */
    int tidy(CustomerScope scope) {
        RecordStore store = desk.store(scope);
        int deleted = 0;
        for (Row<StoredMail> row : store.transact(StoredMail.KIND::all)) {
            Optional<Erasure> request = erasures.of(scope).find(row.id());
            boolean over = request.isEmpty()
                    || switch (request.get().state()) {
                        case DONE -> true;
                        case REFUSED, CANCELLED ->
                            erasures.of(scope)
                                    .changed(row.id())
                                    .plus(AFTER_REFUSAL)
                                    .isBefore(desk.sure());
                        case RECEIVED, ACKNOWLEDGED, IDENTIFIED, APPROVED, RUNNING -> false;
                    };
            if (over) {
                store.transact(transaction -> StoredMail.KIND.delete(transaction, row.id()));
                deleted++;
            }
        }
        return deleted;
    }

    private static SekishoException none() {
        return new SekishoException(ErrorCode.NOT_FOUND, "There is no such mail, or no such customer.");
    }
}
