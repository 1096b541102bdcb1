package dev.sekisho.directory;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The register of customers: what operators see of them, which is no data of theirs. */
public interface Customers {
    /**
     * Makes a customer: its keys, its settings, its certificate authority, its row in the register, its licence.
     *
     * @param settings what to start with; {@link CustomerSettings#initial} for the defaults
     * @param licence what it may use and until when
     * @param actor who makes it: an operator, or a job of the product
     * @return the customer and a scope for what has to follow (first administrator, on-ramp, policy)
     */
    Created create(CustomerSettings settings, Licence licence, Actor actor);

    /** What a customer gets of whom nothing else is known: a full licence that ends one year from today. */
    Licence firstLicence();

    /** Every customer of this region, oldest first. */
    List<Customer> list();

    /** The customer of a reference. */
    Optional<Customer> find(CustomerReference reference);

    /** What a job needs to work for every customer, one at a time; not for those whose departure began. */
    List<CustomerScope> scopes(Actor.Job job);

    /** What a job needs to work for one customer; empty if there is none, or its departure began. */
    Optional<CustomerScope> scope(CustomerReference reference, Actor.Job job);

    /** Every customer's licence; not of those whose departure began. */
    Map<CustomerReference, Licence> licences();

    /**
     * Renews a licence or converts it (see {@link Licence#renewed}); possible until the departure begins, in force in this process
     * when this returns, elsewhere within five seconds.
     *
     * @param expected the version that was read
     * @throws dev.sekisho.kernel.error.SekishoException {@code LICENCE_DELETING}, {@code INVALID_INPUT}, {@code CONFLICT} or
     *     {@code NOT_FOUND}
     */
    Licence renew(CustomerReference reference, Licence.Kind kind, LocalDate expires, long expected, Actor actor);

    /**
     * Makes a one-time invitation by which somebody becomes a person of a customer, without the operator seeing the customer.
     *
     * @param role what the invited person will be
     * @param life how long it can be used, at most 14 days
     * @return the secret of the invitation's address; shown once, stored only as a digest
     * @throws dev.sekisho.kernel.error.SekishoException {@code NOT_FOUND} if there is no such customer
     */
    String invite(CustomerReference reference, Role role, Duration life, Actor actor);

    /**
     * A customer, as operators see it.
     *
     * @param name its display name
     * @param region where its data stays
     * @param created when it was made
     */
    record Customer(CustomerReference reference, String name, Region region, Instant created) {}

    /** A new customer, and the right to set it up. */
    record Created(Customer customer, CustomerScope scope) {}
}
