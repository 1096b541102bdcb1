package dev.sekisho.gateway.certificate;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.Optional;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** ECDSA P-256 with SHA-256 (FIPS 186-5): by Amazon Corretto's provider where it loads, by the JDK's own otherwise. */
final class LeafSigner {
    private final Optional<Provider> provider;

    private LeafSigner(Optional<Provider> provider) {
        this.provider = provider;
    }

    /** The fastest that works on this machine; it is used as an instance and never registered for the whole process. */
    static LeafSigner best() {
        AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
        return new LeafSigner(corretto.getLoadingError() == null ? Optional.of(corretto) : Optional.empty());
    }

    /** The JDK's own. */
    static LeafSigner jdk() {
        return new LeafSigner(Optional.empty());
    }

    /** A fresh P-256 key pair. */
    KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = provider.isPresent()
                    ? KeyPairGenerator.getInstance("EC", provider.get())
                    : KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /** A signer under an authority's key. */
    ContentSigner under(PrivateKey key) throws OperatorCreationException {
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder("SHA256withECDSA");
        provider.ifPresent(builder::setProvider);
        return builder.build(key);
    }
}
