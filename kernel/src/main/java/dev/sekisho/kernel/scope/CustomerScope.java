package dev.sekisho.kernel.scope;

/**
 * The right to touch one customer's data, for one purpose, as one actor. Only a {@link ScopeIssuer} makes one, and no store
 * takes a customer's identifier in any other way: the handle that a store returns for a scope <em>is</em> the customer.
 */
public final class CustomerScope {
    private final CustomerId customer;
    private final Region region;
    private final Actor actor;
    private final Purpose purpose;

    CustomerScope(CustomerId customer, Region region, Actor actor, Purpose purpose) {
        this.customer = customer;
        this.region = region;
        this.actor = actor;
        this.purpose = purpose;
    }

    /** Whose data. */
    public CustomerId customer() {
        return customer;
    }

    /** Where the data stays. */
    public Region region() {
        return region;
    }

    /** Who acts. */
    public Actor actor() {
        return actor;
    }

    /** Why. */
    public Purpose purpose() {
        return purpose;
    }

    /** Names the actor's kind and the purpose, never the customer. */
    @Override
    public String toString() {
        return "scope of " + actor.getClass().getSimpleName() + " for " + purpose;
    }
}
