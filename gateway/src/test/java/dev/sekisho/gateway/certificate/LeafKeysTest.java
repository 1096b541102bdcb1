package dev.sekisho.gateway.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.kernel.scope.CustomerScope;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeafKeysTest {
    private final TestAuthority authority = new TestAuthority();
    private final LeafMint mint = new LeafMint(authority, InstantSource.system(), LeafMint.Limits.standard());
    private final CustomerScope customer = TestAuthority.newCustomer();

    @AfterEach
    void close() {
        mint.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void oneContextShowsEachConnectionItsOwnLeaf(SslProvider provider) throws Exception {
        // Given
        SslContext context = context(provider, customer);
        try {
            for (String host : new String[] {"a.example", "b.example", "a.example"}) {
                Leaf leaf = leaf(customer, host);
                // When
                X509Certificate shown = handshake(context, leaf.alias(), host, authority.root(customer));
                // Then
                assertThat(shown).isEqualTo(leaf.chain().getFirst());
            }
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void aConnectionWithoutALeafOfThisCustomerFails(SslProvider provider) throws Exception {
        // Given
        CustomerScope neighbour = TestAuthority.newCustomer();
        Leaf theirs = leaf(neighbour, "a.example");
        SslContext context = context(provider, customer);
        try {
            // When, Then
            assertThatThrownBy(() -> handshake(context, theirs.alias(), "a.example", authority.root(neighbour)))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> handshake(context, "", "a.example", authority.root(customer)))
                    .isInstanceOf(SSLException.class);
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OPENSSL", "JDK"})
    void aClientOfAnotherCustomerDoesNotTrustTheLeaf(SslProvider provider) throws Exception {
        // Given
        CustomerScope neighbour = TestAuthority.newCustomer();
        Leaf mine = leaf(customer, "a.example");
        SslContext context = context(provider, customer);
        try {
            // When, Then
            assertThatThrownBy(() -> handshake(context, mine.alias(), "a.example", authority.root(neighbour)))
                    .isInstanceOf(SSLException.class);
        } finally {
            ReferenceCountUtil.release(context);
        }
    }

    private Leaf leaf(CustomerScope scope, String host) {
        return mint.leafFor(scope, host, Optional.empty())
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private SslContext context(SslProvider provider, CustomerScope scope) throws SSLException {
        LeafKeys keys = mint.keysOf(scope);
        return SslContextBuilder.forServer(provider == SslProvider.OPENSSL ? keys.cachingFactory() : keys.factory())
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    /** The certificate that a JDK client, which checks path and host name, is shown. */
    private static X509Certificate handshake(SslContext context, String alias, String host, X509Certificate root)
            throws Exception {
        SSLEngine server = context.newEngine(UnpooledByteBufAllocator.DEFAULT, alias, 0);
        SSLEngine client = client(host, root);
        try {
            exchange(client, server);
            return (X509Certificate) client.getSession().getPeerCertificates()[0];
        } finally {
            ReferenceCountUtil.release(server);
        }
    }

    private static SSLEngine client(String host, X509Certificate root) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLEngine client = context.createSSLEngine(host, 443);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        return client;
    }

    private static void exchange(SSLEngine client, SSLEngine server) throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int turn = 0; turn < 200; turn++) {
            move(client, toClient, toServer);
            move(server, toServer, toClient);
            if (isDone(client) && isDone(server) && toServer.position() == 0) {
                return;
            }
        }
        throw new SSLException("no end of the handshake");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void move(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer empty = ByteBuffer.allocate(0);
        ByteBuffer plain = ByteBuffer.allocate(1 << 16);
        in.flip();
        for (int step = 0; step < 20; step++) {
            Runnable task;
            while ((task = engine.getDelegatedTask()) != null) {
                task.run();
            }
            engine.wrap(empty, out);
            if (in.hasRemaining()) {
                engine.unwrap(in, plain);
            }
        }
        in.compact();
    }
}
