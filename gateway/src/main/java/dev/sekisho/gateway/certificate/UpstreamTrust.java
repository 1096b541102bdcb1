package dev.sekisho.gateway.certificate;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.kernel.scope.CustomerScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Judges the certificates of sites: path (RFC 5280), purpose, strength, and name (RFC 9525), against the roots of the JDK and
 * further configured ones, beside the event loops. Verdicts are kept for an hour at most, per customer, so that none can tell
 * by the time it takes what another one visits. Revocation is not looked up.
 */
public final class UpstreamTrust implements AutoCloseable {
    private static final int MAX_CHAIN = 10;
    private static final int MAX_VERDICTS = 20_000;
    private static final int MAX_WAITING = 4_096;
    private static final Duration KEPT = Duration.ofHours(1);

    private final CertificateJudge judge;
    private final InstantSource time;
    private final SideWork work =
            new SideWork("trust", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_WAITING);
    private final TimedCache<Asked, UpstreamVerdict> verdicts;

    /**
     * Trust in the JDK's roots and {@code furtherRoots}.
     *
     * @param time the real time; never a clock that can be moved
     */
    public UpstreamTrust(Collection<X509Certificate> furtherRoots, InstantSource time) {
        this(CertificateJudge.withJdkRoots(furtherRoots), time);
    }

    UpstreamTrust(CertificateJudge judge, InstantSource time) {
        this.judge = judge;
        this.time = time;
        this.verdicts = new TimedCache<>(MAX_VERDICTS, KEPT, time);
    }

    /**
     * Reads root certificates.
     *
     * @throws SekishoException {@code CONFIG_INVALID} if a file is not PEM with at least one certificate
     */
    public static List<X509Certificate> readRoots(Collection<Path> pemFiles) {
        List<X509Certificate> roots = new ArrayList<>();
        for (Path file : pemFiles) {
            try (InputStream in = Files.newInputStream(file)) {
                int before = roots.size();
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(in)
                        .forEach(found -> roots.add((X509Certificate) found));
                if (roots.size() == before) {
                    throw new CertificateException("no certificate in it");
                }
            } catch (IOException | CertificateException e) {
                throw new SekishoException(
                        ErrorCode.CONFIG_INVALID,
                        "gateway.upstreamTrust: \"" + file.getFileName()
                                + "\" is not a readable PEM file with certificates.",
                        e);
            }
        }
        return roots;
    }

    /**
     * Judges what a site showed.
     *
     * @param host normalised name or address literal that was asked for
     * @param chain what it sent, its own certificate first
     * @return fails with {@code OVERLOADED} if too many wait; every fault of the chain is a verdict, not a failure
     */
    public CompletionStage<UpstreamVerdict> check(CustomerScope scope, String host, List<X509Certificate> chain) {
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            return CompletableFuture.completedFuture(
                    new UpstreamVerdict.Faulty(ErrorCode.CERTIFICATE_INVALID, Optional.empty()));
        }
        List<X509Certificate> sent = List.copyOf(chain);
        Asked asked = new Asked(scope.customer(), host.toLowerCase(Locale.ROOT), hash(sent));
        return verdicts.get(asked, () -> work.submit(() -> judge(asked.host(), sent)));
    }

    /** A verdict is kept until the next date at which a certificate of the chain ends or begins, if that is sooner. */
    private TimedCache.Timed<UpstreamVerdict> judge(String host, List<X509Certificate> chain) {
        Instant now = time.instant();
        Instant until = now.plus(KEPT);
        for (X509Certificate certificate : chain) {
            for (Instant date : List.of(
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant())) {
                until = date.isAfter(now) && date.isBefore(until) ? date : until;
            }
        }
        return new TimedCache.Timed<>(judge.judge(host, chain, now), until);
    }

    private static String hash(List<X509Certificate> chain) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (X509Certificate certificate : chain) {
                // A certificate is DER and so says where it ends: joined ones cannot be read in two ways.
                digest.update(certificate.getEncoded());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalArgumentException("not certificates that can be hashed", e);
        }
    }

    /** Stops the threads; what was not judged yet fails. */
    @Override
    public void close() {
        work.close();
        verdicts.clear();
    }

    private record Asked(CustomerId customer, String host, String chain) {}
}
