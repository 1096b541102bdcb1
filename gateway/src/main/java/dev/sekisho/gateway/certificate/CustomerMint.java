package dev.sekisho.gateway.certificate;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.kernel.scope.CustomerScope;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;

/** The mint of one customer: its issuer of the moment, and the leaves made under it. */
final class CustomerMint {
    /** A leaf that ends sooner than this is minted again, so that no handshake meets one that just ended. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final CurrentIssuer issuer;
    private final InstantSource time;
    private final Duration validity;
    private final SideWork work;
    private final TimedCache<String, Leaf> leaves;
    private final ConcurrentMap<String, Leaf> held;
    private final LeafKeys keys;
    private volatile boolean forgotten;

    CustomerMint(
            CustomerScope scope,
            InspectionAuthority authority,
            LeafSigner signer,
            InstantSource time,
            LeafMint.Limits limits,
            SideWork work) {
        this.issuer = new CurrentIssuer(scope, authority, signer, time);
        this.time = time;
        this.validity = limits.validity();
        this.work = work;
        this.leaves = new TimedCache<>(limits.leavesPerCustomer(), Duration.ofDays(7), time);
        this.held = Caffeine.newBuilder()
                .weakValues()
                .executor(Runnable::run)
                .<String, Leaf>build()
                .asMap();
        this.keys = new LeafKeys(held);
    }

    LeafKeys keys() {
        return keys;
    }

    CompletableFuture<Leaf> leafFor(String requestedHost, Optional<X509Certificate> upstream) {
        return issuer.current().thenCompose(current -> leafUnder(current, requestedHost, upstream));
    }

    private CompletableFuture<Leaf> leafUnder(Issuer current, String host, Optional<X509Certificate> upstream) {
        String key = current.id() + "/"
                + upstream.map(CustomerMint::hash).orElseGet(() -> "host:" + host.toLowerCase(Locale.ROOT));
        return leaves.get(key, () -> work.submit(() -> mint(current, host, upstream)));
    }

    /** A leaf is handed out not up to its last moment; one that repeats an end in the past, for a while. */
    private TimedCache.Timed<Leaf> mint(Issuer current, String host, Optional<X509Certificate> upstream)
            throws GeneralSecurityException {
        Instant now = time.instant();
        Leaf leaf = upstream.isPresent()
                ? current.mimic(upstream.get(), now, validity)
                : current.forHost(host, now, validity);
        held.put(leaf.alias(), leaf);
        if (forgotten) { // looked at after the put: whichever of the two is last finds the leaf
            held.remove(leaf.alias());
        }
        Instant end = leaf.notAfter().minus(MARGIN);
        return new TimedCache.Timed<>(leaf, end.isAfter(now) ? end : now.plus(MARGIN));
    }

    /** Lets go of every key: from here on no handshake finds a leaf, not even one that was minted already. */
    void forget() {
        forgotten = true;
        issuer.forget();
        leaves.clear();
        held.clear();
    }

    static String hash(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalArgumentException("not a certificate that can be hashed", e);
        }
    }
}
