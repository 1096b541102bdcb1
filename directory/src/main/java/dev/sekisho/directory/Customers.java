package dev.sekisho.directory;

import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.kernel.scope.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The register of customers: what operators see of them, which is no data of theirs. */
public interface Customers {
    /**
     * Makes a customer: its keys, its settings, its certificate authority, its row in the register.
     *
     * @param settings what to start with; {@link CustomerSettings#initial} for the defaults
     * @param actor who makes it: an operator, or a job of the product
     * @return the customer and a scope for what has to follow (first administrator, on-ramp, policy)
     */
    Created create(CustomerSettings settings, Actor actor);

    /** Every customer of this region, oldest first. */
    List<Customer> list();

    /** The customer of a reference. */
    Optional<Customer> find(CustomerReference reference);

    /** What a job needs to work for every customer, one at a time. */
    List<CustomerScope> scopes(Actor.Job job);

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
