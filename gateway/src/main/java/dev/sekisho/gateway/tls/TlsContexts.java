package dev.sekisho.gateway.tls;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sekisho.gateway.certificate.LeafKeys;
import dev.sekisho.gateway.certificate.LeafMint;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS contexts, one for each customer, side and profile: never one for each connection or host. They are not shared between
 * customers, because a context remembers sessions: a resumed one would let a site tell that two customers use one gateway, and
 * a ticket of one customer open a connection of another. A context is made beside the event loops, once.
 */
public final class TlsContexts implements AutoCloseable {
    /** On a client's connection that speaks TLS under a leaf: whose. */
    public static final AttributeKey<CustomerId> UNDER_KEYS_OF = AttributeKey.valueOf(TlsContexts.class, "keys");

    private static final int CONTEXTS_MAX = 2_000;
    private static final int SESSIONS_A_CONTEXT = 5_000;
    private static final int SESSION_SECONDS = 3_600;
    private static final Duration RELEASED_AFTER = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(5);
    private static final ApplicationProtocolConfig HTTP_1 = new ApplicationProtocolConfig(
            Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, "http/1.1");
    private final LeafMint mint;
    private final Executor beside;
    private final AsyncCache<Key, SslContext> contexts;

    /** Contexts that nobody gets any more and that are not released yet. */
    private final Set<SslContext> leaving = ConcurrentHashMap.newKeySet();

    private enum Side {
        CLIENT,
        UPSTREAM
    }

    private record Key(CustomerId customer, Side side, TlsProfile profile) {}

    /**
     * No contexts yet.
     *
     * @param beside runs what takes milliseconds
     */
    public TlsContexts(LeafMint mint, Executor beside) {
        this.mint = mint;
        this.beside = beside;
        this.contexts = Caffeine.newBuilder()
                .maximumSize(CONTEXTS_MAX)
                .executor(beside)
                .<Key, SslContext>evictionListener((key, context, cause) -> releaseLater(context, RELEASED_AFTER))
                .buildAsync();
    }

    /** The context towards the customer's clients; a leaf is chosen for each engine by its alias. */
    public CompletionStage<SslContext> towardsClients(CustomerScope scope, TlsProfile profile) {
        return contexts.get(
                new Key(scope.customer(), Side.CLIENT, profile),
                (key, executor) -> CompletableFuture.supplyAsync(() -> server(mint.keysOf(scope), profile), beside));
    }

    /** The context towards the sites that the customer visits. Chains are checked after the handshake. */
    public CompletionStage<SslContext> towardsSites(CustomerScope scope) {
        return contexts.get(
                new Key(scope.customer(), Side.UPSTREAM, TlsProfile.MODERN),
                (key, executor) -> CompletableFuture.supplyAsync(TlsContexts::client, beside));
    }

    /**
     * Lets go of the customer's contexts with the sessions that they remember; their native copies of keys are freed within five
     * seconds.
     */
    public void forget(CustomerId customer) {
        for (Key key : contexts.asMap().keySet()) {
            if (key.customer().equals(customer)) {
                CompletableFuture<SslContext> known = contexts.asMap().remove(key);
                if (known != null) {
                    var ignored = known.thenAccept(context -> releaseLater(context, FORGOTTEN_AFTER));
                }
            }
        }
    }

    /** Not at once: a loop may be about to make an engine of it. */
    private void releaseLater(@Nullable SslContext context, Duration pause) {
        if (context != null && leaving.add(context)) {
            CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, beside)
                    .execute(() -> release(context));
        }
    }

    private void release(SslContext context) {
        if (leaving.remove(context)) {
            ReferenceCountUtil.release(context);
        }
    }

    private static SslContext server(LeafKeys keys, TlsProfile profile) {
        SslProvider provider = TlsProvider.of(profile);
        var factory = provider == SslProvider.JDK ? keys.factory() : keys.cachingFactory();
        return build(SslContextBuilder.forServer(factory), profile, provider);
    }

    private static SslContext client() {
        SslProvider provider = TlsProvider.of(TlsProfile.MODERN);
        // Names are checked with the chain, after the handshake.
        SslContextBuilder builder =
                SslContextBuilder.forClient().trustManager(new DeferredTrust()).endpointIdentificationAlgorithm(null);
        return build(builder, TlsProfile.MODERN, provider);
    }

    private static SslContext build(SslContextBuilder builder, TlsProfile profile, SslProvider provider) {
        try {
            return builder.sslProvider(provider)
                    .protocols(profile.protocols())
                    .ciphers(profile.suites(), SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(HTTP_1)
                    .sessionCacheSize(SESSIONS_A_CONTEXT)
                    .sessionTimeout(SESSION_SECONDS)
                    .build();
        } catch (SSLException e) {
            throw new SekishoException(
                    ErrorCode.INTERNAL, "TLS profile \"" + profile.wire() + "\" does not work on this machine.", e);
        }
    }

    @Override
    public void close() {
        contexts.synchronous().asMap().values().forEach(ReferenceCountUtil::release);
        contexts.synchronous().invalidateAll();
        leaving.forEach(this::release);
    }
}
