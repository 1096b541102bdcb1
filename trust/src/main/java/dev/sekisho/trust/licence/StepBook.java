package dev.sekisho.trust.licence;

import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.base.Ticket;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.records.RecordStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the licence clock did already, in the installation's records: dates and words, no data of a customer. */
final class StepBook {
    /** The word for a licence that works again after it had ended. */
    static final String RENEWED = "RENEWED";

    private static final Kind<Form> KIND = Kind.of("licence-step", Form.class);
    private static final String INDEX = "customer";

    /** Several may be done in one moment: then in the order of their dates, and a renewal ends what was before it. */
    private static final Comparator<Done> IN_ORDER = Comparator.comparing(Done::made)
            .thenComparing(Done::at)
            .thenComparing(done -> done.what().equals(RENEWED));

    private final RecordStore records;
    private final SecureRandom random = new SecureRandom();

    StepBook(RecordStore records) {
        this.records = records;
    }

    /**
     * Something that was done.
     *
     * @param what name of a {@link Step.What}, or {@link #RENEWED}
     */
    record Done(Instant at, String what, Instant made) {}

    /** Of one customer, in the order of doing. */
    List<Done> of(CustomerId customer) {
        return records.transact(transaction -> KIND.findBy(transaction, INDEX, Ticket.text(customer)).stream()
                .map(row -> done(row.value()))
                .sorted(IN_ORDER)
                .toList());
    }

    void add(CustomerId customer, Done done) {
        String text = Ticket.text(customer);
        records.transact(transaction -> KIND.insert(
                transaction,
                Id128.random(random),
                new Form(
                        text, done.at().toEpochMilli(), done.what(), done.made().toEpochMilli()),
                Map.of(INDEX, text)));
    }

    /** Removes what is about a customer; answers how much that was. */
    long forget(CustomerId customer) {
        return records.<Long>transact(transaction -> {
            List<Row<Form>> rows = KIND.findBy(transaction, INDEX, Ticket.text(customer));
            rows.forEach(row -> KIND.delete(transaction, row.id()));
            return (long) rows.size();
        });
    }

    private static Done done(Form form) {
        return new Done(Instant.ofEpochMilli(form.at()), form.what(), Instant.ofEpochMilli(form.made()));
    }

    /**
     * As stored.
     *
     * @param customer base64 of the identifier
     * @param at milliseconds since 1970, as all times here
     */
    record Form(String customer, long at, String what, long made) {
        @Override
        public String toString() {
            return "licence-step";
        }
    }
}
