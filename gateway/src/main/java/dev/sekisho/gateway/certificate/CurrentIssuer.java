package dev.sekisho.gateway.certificate;

import dev.sekisho.gateway.InspectionAuthority;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer in force for one customer. It is asked for once, again when it nears its end (beside the requests, which go on
 * with the old one), and each minute from then on until there is a new one; once it has ended nothing is minted under it.
 */
final class CurrentIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(CurrentIssuer.class);
    private static final Duration RENEW_BEFORE_END = Duration.ofHours(6);
    private static final Duration RENEWAL_PAUSE = Duration.ofMinutes(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private final CustomerScope scope;
    private final InspectionAuthority authority;
    private final LeafSigner signer;
    private final InstantSource time;
    private @Nullable Issuer issuer;
    private @Nullable CompletableFuture<Issuer> loading;
    private Instant nextRenewal = Instant.MIN;
    private boolean forgotten;

    CurrentIssuer(CustomerScope scope, InspectionAuthority authority, LeafSigner signer, InstantSource time) {
        this.scope = scope;
        this.authority = authority;
        this.signer = signer;
        this.time = time;
    }

    /** Fails with what the authority threw, or with {@code KEY_STORE_UNAVAILABLE} if it gave no answer in 15 s. */
    synchronized CompletableFuture<Issuer> current() {
        Instant now = time.instant();
        Issuer known = issuer;
        if (known != null && now.isBefore(known.end())) {
            if (now.isAfter(known.end().minus(RENEW_BEFORE_END)) && now.isAfter(nextRenewal)) {
                nextRenewal = now.plus(RENEWAL_PAUSE);
                var ignored = load().exceptionally(CurrentIssuer::logFailedRenewal);
            }
            return CompletableFuture.completedFuture(known);
        }
        return load();
    }

    private synchronized CompletableFuture<Issuer> load() {
        CompletableFuture<Issuer> running = loading;
        if (running != null) {
            return running;
        }
        CompletableFuture<Issuer> answer = new CompletableFuture<>();
        CompletableFuture<Issuer> load = answer.completeOnTimeout(null, ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .thenApply(CurrentIssuer::orNoAnswer)
                .whenComplete((made, failure) -> done(made));
        loading = load;
        Thread.ofVirtual().name("gateway-intermediate").start(() -> ask(answer));
        return load;
    }

    private void ask(CompletableFuture<Issuer> answer) {
        try {
            answer.complete(Issuer.of(authority.of(scope), signer, time.instant()));
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    /** Lets go of the keys; what is being loaded is not kept either. */
    synchronized void forget() {
        forgotten = true;
        issuer = null;
    }

    private synchronized void done(@Nullable Issuer made) {
        loading = null;
        if (made != null && !forgotten) {
            issuer = made;
        }
    }

    private static Issuer orNoAnswer(@Nullable Issuer made) {
        if (made == null) {
            throw new SekishoException(
                    ErrorCode.KEY_STORE_UNAVAILABLE,
                    "control gave no inspection certificate within " + ANSWER_LIMIT.toSeconds()
                            + " s. Check the connection between gateway and control.");
        }
        return made;
    }

    private static @Nullable Issuer logFailedRenewal(Throwable failure) {
        LOG.warn("no new inspection intermediate, the old one goes on until it ends: {}", failure.toString());
        return null;
    }
}
