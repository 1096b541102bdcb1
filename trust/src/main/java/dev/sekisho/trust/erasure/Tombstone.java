package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * Who was erased: a line of the erasure ledger.
 *
 * @param customer whose data
 * @param person the one person, or empty for everything of the customer
 * @param at when it was written, before anything was erased; to the millisecond
 */
public record Tombstone(CustomerId customer, Optional<PersonToken> person, Instant at) {
    /** Length of {@link #bytes()}. */
    static final int BYTES = 1 + 16 + 16 + 8;

    private static final byte CUSTOMER = 1;
    private static final byte PERSON = 2;
    private static final byte[] NOBODY = new byte[16];

    /** Whether the other is about the same subject, whenever it was written. */
    boolean sameSubject(Tombstone other) {
        return customer.equals(other.customer) && person.equals(other.person);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .put(person.isPresent() ? PERSON : CUSTOMER)
                .put(customer.bytes())
                .put(person.map(token -> token.value().bytes()).orElse(NOBODY))
                .putLong(at.toEpochMilli())
                .array();
    }

    /** @throws IllegalArgumentException if these are not the bytes of one */
    static Tombstone of(byte[] bytes) {
        if (bytes.length != BYTES || (bytes[0] != CUSTOMER && bytes[0] != PERSON)) {
            throw new IllegalArgumentException("not a line of the erasure ledger");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        boolean ofPerson = in.get() == PERSON;
        byte[] customer = new byte[16];
        in.get(customer);
        byte[] person = new byte[16];
        in.get(person);
        return new Tombstone(
                CustomerId.of(customer),
                ofPerson ? Optional.of(new PersonToken(Id128.of(person))) : Optional.empty(),
                Instant.ofEpochMilli(in.getLong()));
    }
}
