package dev.sekisho.gateway.certificate;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.util.SimpleKeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of one customer as a key manager, so that one TLS context serves all hosts. The engine of a connection names its
 * leaf as its peer host, which a server side uses for nothing else; an engine without a live leaf of this customer gets none,
 * and its handshake fails.
 */
public final class LeafKeys extends X509ExtendedKeyManager {
    private final ConcurrentMap<String, Leaf> leaves;

    LeafKeys(ConcurrentMap<String, Leaf> leaves) {
        this.leaves = leaves;
    }

    /**
     * For {@code SslContextBuilder.forServer}: with BoringSSL the native form of a leaf is kept per alias (at most 1,024;
     * further ones are made for each handshake), with JSSE it is a plain factory.
     */
    public KeyManagerFactory cachingFactory() {
        return new OpenSslCachingX509KeyManagerFactory(factory());
    }

    /** A plain factory of this key manager. */
    public KeyManagerFactory factory() {
        return new Factory(this);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        String alias = engine == null ? null : engine.getPeerHost();
        return alias != null && "EC".equals(keyType) && leaves.containsKey(alias) ? alias : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        Leaf leaf = alias == null ? null : leaves.get(alias);
        return leaf == null ? null : leaf.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        Leaf leaf = alias == null ? null : leaves.get(alias);
        return leaf == null ? null : leaf.key();
    }

    @Override
    public String @Nullable [] getClientAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(@Nullable String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private static final class Factory extends SimpleKeyManagerFactory {
        private final KeyManager keys;

        Factory(KeyManager keys) {
            this.keys = keys;
        }

        @Override
        protected void engineInit(KeyStore keyStore, char[] password) {
            // Nothing to read: the keys are minted.
        }

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {
            // Nothing to read: the keys are minted.
        }

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {keys};
        }
    }
}
