package dev.sekisho.gateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.gateway.Identity;
import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sign-ins that were checked a short time ago, so that a browser's hundred requests ask the directory once. What is kept, in
 * memory only: HMAC-SHA-256 of customer, source and credentials under a key of this process, and the answer; for the configured
 * time. Identical credentials that arrive from the same source while the directory is asked wait for that one answer. Each
 * customer has its own number of questions under way: whoever floods the gateway with logins has its own people wait, nobody else's.
 */
public final class SignIns implements AutoCloseable {
    private static final int CACHED_MAX = 100_000;
    private final Identity identity;
    private final SecretKeySpec key;
    private final AsyncCache<Asked, Optional<Person>> answers;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gateway-sign-in-", 0).factory());
    private final Map<CustomerId, Integer> underWay = new ConcurrentHashMap<>();
    private final int underWayMax;

    /**
     * An empty cache.
     *
     * @param ttl how long an answer is believed
     * @param underWayMax most questions of one customer to the directory at once; its further ones are refused with
     *     {@code OVERLOADED}
     */
    public SignIns(Identity identity, Duration ttl, int underWayMax) {
        this.identity = identity;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
        this.answers = Caffeine.newBuilder()
                .maximumSize(CACHED_MAX)
                .expireAfterWrite(ttl)
                .buildAsync();
        this.underWayMax = underWayMax;
    }

    /** Who it is; empty if the credentials are wrong. Returns at once. */
    public CompletionStage<Optional<Person>> check(
            CustomerScope scope, BasicCredentials credentials, InetAddress source) {
        return answers.get(
                new Asked(scope.customer(), digest(scope, credentials, source)),
                (ignored, executor) -> ask(scope, credentials, source));
    }

    private CompletableFuture<Optional<Person>> ask(
            CustomerScope scope, BasicCredentials credentials, InetAddress source) {
        if (!begin(scope.customer())) {
            return CompletableFuture.failedFuture(new SekishoException(
                    ErrorCode.OVERLOADED, "too many people sign in at once. Try again in a moment."));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return identity.signIn(scope, credentials.login(), credentials.password(), source);
                    } finally {
                        underWay.computeIfPresent(scope.customer(), (customer, now) -> now == 1 ? null : now - 1);
                    }
                },
                threads);
    }

    private boolean begin(CustomerId customer) {
        boolean[] begun = new boolean[1];
        underWay.compute(customer, (key, now) -> {
            int before = now == null ? 0 : now;
            begun[0] = before < underWayMax;
            return begun[0] ? Integer.valueOf(before + 1) : now;
        });
        return begun[0];
    }

    private String digest(CustomerScope scope, BasicCredentials credentials, InetAddress source) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(scope.customer().bytes());
            byte[] address = source.getAddress();
            mac.update((byte) address.length);
            mac.update(address);
            mac.update(credentials.login().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ':');
            return HexFormat.of().formatHex(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    /** Forgets what was answered to the customer's people. */
    public void forget(CustomerId customer) {
        answers.asMap().keySet().removeIf(key -> key.customer().equals(customer));
    }

    private record Asked(CustomerId customer, String digest) {}

    @Override
    public void close() {
        answers.synchronous().invalidateAll();
        threads.shutdownNow();
    }
}
