package dev.sekisho.directory.base;

import dev.sekisho.directory.Role;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * What a credential opens; kept sealed by the gatekeeper.
 *
 * @param customer base64 of the customer's identifier; empty for the installation
 * @param person whose credential it is, or empty
 * @param object the session or token, or empty
 * @param role what an invitation offers, or empty
 * @param made when it was made, milliseconds since 1970 of real time
 */
public record Ticket(String customer, String person, String object, String role, long made) {
    private static final Kind<Ticket> KIND = Kind.of("ticket", Ticket.class);

    /** A ticket of a customer's, or of the installation's. */
    public static Ticket of(
            Optional<CustomerId> customer,
            Optional<PersonToken> person,
            Optional<Id128> object,
            Optional<Role> role,
            Instant made) {
        return new Ticket(
                customer.map(Ticket::text).orElse(""),
                person.map(PersonToken::toString).orElse(""),
                object.map(Id128::toString).orElse(""),
                role.map(Role::wire).orElse(""),
                made.toEpochMilli());
    }

    /** Reads {@link #bytes()}. */
    public static Ticket read(byte[] bytes) {
        return KIND.read(bytes);
    }

    /** Its form in the gatekeeper. */
    public byte[] bytes() {
        return KIND.write(this);
    }

    /** Whose it is; empty for the installation. */
    public Optional<CustomerId> owner() {
        return customer.isEmpty() ? Optional.empty() : Optional.of(customerOf(customer));
    }

    /** The person. */
    public PersonToken token() {
        return PersonToken.parse(person);
    }

    /** The session or token. */
    public Id128 objectId() {
        return Id128.parse(object);
    }

    /** A customer's identifier as stored inside sealed records. */
    public static String text(CustomerId customer) {
        return Base64.getEncoder().encodeToString(customer.bytes());
    }

    /** Reads {@link #text}. */
    public static CustomerId customerOf(String text) {
        return CustomerId.of(Base64.getDecoder().decode(text));
    }

    /** Nothing of it is shown. */
    @Override
    public String toString() {
        return "ticket";
    }
}
