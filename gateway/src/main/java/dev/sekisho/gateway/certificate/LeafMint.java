package dev.sekisho.gateway.certificate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Mints the certificates that clients see in intercepted connections: one for each certificate that a site shows, not one for
 * each host, so that a wildcard certificate costs one signature. All work is done beside the event loops. Each customer has
 * its own cache, its own key pair and its own intermediate; nothing in here takes a key of one customer and a leaf of
 * another.
 *
 * <p>What is kept: certificates and keys, in memory only, until the cache is full, the intermediate ends,
 * the customer is forgotten or this is closed.
 */
public final class LeafMint implements AutoCloseable {
    private final InspectionAuthority authority;
    private final InstantSource time;
    private final Limits limits;
    private final SideWork work;
    private final LeafSigner signer = LeafSigner.best();
    private final Cache<CustomerId, CustomerMint> customers;

    /**
     * Bounds of the mint.
     *
     * @param leavesPerCustomer most certificates kept for one customer
     * @param customers most customers whose certificates are kept
     * @param threads how many certificates are signed at once
     * @param queued most that wait for that; further ones are refused with {@code OVERLOADED}
     * @param validity longest validity of a leaf, at most seven days
     */
    public record Limits(int leavesPerCustomer, int customers, int threads, int queued, Duration validity) {
        /** 4,096 leaves each for 1,000 customers, half of the cores, one day. */
        public static Limits standard() {
            int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
            return new Limits(4_096, 1_000, threads, 4_096, Duration.ofDays(1));
        }

        /** @throws IllegalArgumentException if a leaf would outlive every intermediate */
        public Limits {
            if (validity.compareTo(Duration.ofDays(7)) > 0 || validity.compareTo(Duration.ofMinutes(1)) < 0) {
                throw new IllegalArgumentException("a leaf is valid for one minute to seven days, not " + validity);
            }
        }
    }

    /**
     * A mint under the given authority.
     *
     * @param time the real time; never a clock that can be moved
     */
    public LeafMint(InspectionAuthority authority, InstantSource time, Limits limits) {
        this.authority = authority;
        this.time = time;
        this.limits = limits;
        this.work = new SideWork("mint", limits.threads(), limits.queued());
        this.customers = Caffeine.newBuilder()
                .maximumSize(limits.customers())
                .expireAfterAccess(Duration.ofDays(1))
                .build();
    }

    /**
     * The certificate to show to a client that asked for {@code requestedHost}.
     *
     * @param requestedHost normalised name or address literal without brackets; decides the names only if there is no
     *     {@code upstreamLeaf}
     * @param upstreamLeaf what the site showed: its names and its validity are repeated, faults included; empty if the site is
     *     not contacted (a refusal page)
     * @return fails with {@code SekishoException}: {@code OVERLOADED} if too many wait, otherwise what the authority threw
     */
    public CompletionStage<Leaf> leafFor(
            CustomerScope scope, String requestedHost, Optional<X509Certificate> upstreamLeaf) {
        return of(scope).leafFor(requestedHost, upstreamLeaf);
    }

    /**
     * The keys of the customer's leaves, for the customer's one TLS context per profile. A context holds it for as long as it
     * likes; rotation of the intermediate needs no new context.
     */
    public LeafKeys keysOf(CustomerScope scope) {
        return of(scope).keys();
    }

    private CustomerMint of(CustomerScope scope) {
        return customers.get(
                scope.customer(), ignored -> new CustomerMint(scope, authority, signer, time, limits, work));
    }

    /**
     * Lets go of the customer's intermediate, of every leaf and of their keys, at once; what is minted later asks the authority
     * again.
     */
    public void forget(CustomerId customer) {
        CustomerMint known = customers.asMap().remove(customer);
        if (known != null) {
            known.forget();
        }
    }

    /** Stops the threads; what was not minted yet fails. */
    @Override
    public void close() {
        work.close();
        customers.invalidateAll();
    }
}
