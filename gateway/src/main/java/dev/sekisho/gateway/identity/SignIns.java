package dev.sekisho.gateway.identity;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.gateway.Identity;
import dev.sekisho.gateway.Identity.Person;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sign-ins that were checked a short time ago, so that a browser's hundred requests ask the directory once. What is kept, in
 * memory only: HMAC-SHA-256 of customer and credentials under a key of this process, and the answer; for the configured time.
 * Identical credentials that arrive while the directory is asked wait for that one answer.
 */
public final class SignIns implements AutoCloseable {
    private static final int CACHED_MAX = 100_000;
    private final Identity identity;
    private final SecretKeySpec key;
    private final AsyncCache<String, Optional<Person>> answers;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("gateway-sign-in-", 0).factory());
    private final Semaphore free;

    /**
     * An empty cache.
     *
     * @param ttl how long an answer is believed
     * @param underWayMax most questions to the directory at once; further ones are refused with {@code OVERLOADED}
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
        this.free = new Semaphore(underWayMax);
    }

    /** Who it is; empty if the credentials are wrong. Returns at once. */
    public CompletionStage<Optional<Person>> check(CustomerScope scope, BasicCredentials credentials) {
        return answers.get(digest(scope, credentials), (ignored, executor) -> ask(scope, credentials));
    }

    private CompletableFuture<Optional<Person>> ask(CustomerScope scope, BasicCredentials credentials) {
        if (!free.tryAcquire()) {
            return CompletableFuture.failedFuture(new SekishoException(
                    ErrorCode.OVERLOADED, "too many people sign in at once. Try again in a moment."));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return identity.signIn(scope, credentials.login(), credentials.password());
                    } finally {
                        free.release();
                    }
                },
                threads);
    }

    private String digest(CustomerScope scope, BasicCredentials credentials) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(scope.customer().bytes());
            mac.update(credentials.login().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) ':');
            return HexFormat.of().formatHex(mac.doFinal(credentials.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
        }
    }

    @Override
    public void close() {
        answers.synchronous().invalidateAll();
        threads.shutdownNow();
    }
}
