package dev.sekisho.kernel.scope;

import dev.sekisho.kernel.id.Id128;
import java.security.SecureRandom;

/**
 * Makes scopes. The {@code app} module creates the one issuer of a process and hands it to the authenticators (session, API
 * token, on-ramp) and the scheduler; an architecture test keeps every other module from calling {@link #create}.
 */
public final class ScopeIssuer {
    private final Region region;
    private final SecureRandom random;

    private ScopeIssuer(Region region, SecureRandom random) {
        this.region = region;
        this.random = random;
    }

    /** The issuer of a process that serves {@code region}. */
    public static ScopeIssuer create(Region region) {
        return new ScopeIssuer(region, new SecureRandom());
    }

    /** The region whose customers this issuer knows. */
    public Region region() {
        return region;
    }

    /** A scope for a customer that an authenticated binding (session, token, on-ramp, job) named. */
    public CustomerScope issue(CustomerId customer, Actor actor, Purpose purpose) {
        return new CustomerScope(customer, region, actor, purpose);
    }

    /** A scope for a customer that does not exist yet: its identifier is drawn here. */
    public CustomerScope issueForNewCustomer(Actor actor) {
        CustomerId fresh = CustomerId.of(Id128.random(random).bytes());
        return new CustomerScope(fresh, region, actor, Purpose.SERVICE);
    }
}
