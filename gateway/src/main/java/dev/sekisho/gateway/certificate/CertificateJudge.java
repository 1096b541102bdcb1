package dev.sekisho.gateway.certificate;

import dev.sekisho.kernel.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * One judgement, step by step, so that the fault has a name: is there a path to a root, is the name right, does the path
 * validate, is it strong. What passes all of that is trusted only if the JDK's own TLS trust manager, with its further rules
 * (purpose, distrusted authorities, disabled algorithms), says the same.
 */
final class CertificateJudge {
    private static final String JDK_PASSWORD = "changeit";
    private final Set<TrustAnchor> anchors;
    private final X509TrustManager jdk;

    private CertificateJudge(Set<TrustAnchor> anchors) {
        this.anchors = Set.copyOf(anchors);
        this.jdk = trustManager(anchors);
    }

    /** With the JDK's roots and further ones. */
    static CertificateJudge withJdkRoots(Collection<X509Certificate> further) {
        Set<TrustAnchor> anchors = new HashSet<>(jdkRoots());
        further.forEach(root -> anchors.add(new TrustAnchor(root, null)));
        return new CertificateJudge(anchors);
    }

    private static Set<TrustAnchor> jdkRoots() {
        Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(in, JDK_PASSWORD.toCharArray());
            Set<TrustAnchor> anchors = new HashSet<>();
            for (String alias : Collections.list(store.aliases())) {
                anchors.add(new TrustAnchor((X509Certificate) store.getCertificate(alias), null));
            }
            return anchors;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the root certificates of this JDK cannot be read", e);
        }
    }

    private static X509TrustManager trustManager(Set<TrustAnchor> anchors) {
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
            parameters.setRevocationEnabled(false);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("this JDK has no PKIX trust manager");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PKIX trust manager", e);
        }
    }

    /** Judges a chain that is not empty. */
    UpstreamVerdict judge(String host, List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.getFirst();
        List<CandidatePath> paths = CandidatePath.of(chain, anchors);
        if (paths.isEmpty()) {
            return faulty(
                    CandidatePath.signed(leaf, leaf)
                            ? ErrorCode.CERTIFICATE_SELF_SIGNED
                            : ErrorCode.CERTIFICATE_UNTRUSTED);
        }
        try {
            if (!HostNames.covers(leaf, host)) {
                return faulty(ErrorCode.CERTIFICATE_WRONG_HOST);
            }
        } catch (CertificateParsingException e) {
            return faulty(ErrorCode.CERTIFICATE_INVALID);
        }
        // One good way is enough; of several bad ones the shortest says what is wrong.
        List<Optional<UpstreamVerdict>> faults =
                paths.stream().map(path -> faultOf(path, now)).toList();
        return faults.stream().anyMatch(Optional::isEmpty)
                ? askJdk(chain)
                : faults.getFirst().orElseThrow();
    }

    private Optional<UpstreamVerdict> faultOf(CandidatePath path, Instant now) {
        return path.certificates().stream().anyMatch(Strength::isWeak)
                ? Optional.of(faulty(ErrorCode.CERTIFICATE_WEAK))
                : validate(path, now);
    }

    private Optional<UpstreamVerdict> validate(CandidatePath path, Instant now) {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(path.anchor()));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509").generateCertPath(path.certificates()), parameters);
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(named(e, path, now));
        } catch (GeneralSecurityException e) {
            return Optional.of(faulty(ErrorCode.CERTIFICATE_INVALID));
        }
    }

    private static UpstreamVerdict named(CertPathValidatorException e, CandidatePath path, Instant now) {
        for (X509Certificate certificate : path.certificates()) {
            Instant end = certificate.getNotAfter().toInstant();
            if (e.getReason() == CertPathValidatorException.BasicReason.EXPIRED && now.isAfter(end)) {
                return new UpstreamVerdict.Faulty(ErrorCode.CERTIFICATE_EXPIRED, Optional.of(end));
            }
            Instant start = certificate.getNotBefore().toInstant();
            if (e.getReason() == CertPathValidatorException.BasicReason.NOT_YET_VALID && now.isBefore(start)) {
                return new UpstreamVerdict.Faulty(ErrorCode.CERTIFICATE_NOT_YET_VALID, Optional.of(start));
            }
        }
        if (e.getReason() == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return faulty(ErrorCode.CERTIFICATE_WEAK);
        }
        return faulty(
                e.getReason() == PKIXReason.NO_TRUST_ANCHOR
                        ? ErrorCode.CERTIFICATE_UNTRUSTED
                        : ErrorCode.CERTIFICATE_INVALID);
    }

    private UpstreamVerdict askJdk(List<X509Certificate> chain) {
        try {
            jdk.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
            return new UpstreamVerdict.Trusted();
        } catch (CertificateException e) {
            return faulty(
                    Purpose.isServer(chain.getFirst())
                            ? ErrorCode.CERTIFICATE_UNTRUSTED
                            : ErrorCode.CERTIFICATE_INVALID);
        }
    }

    private static UpstreamVerdict faulty(ErrorCode code) {
        return new UpstreamVerdict.Faulty(code, Optional.empty());
    }
}
