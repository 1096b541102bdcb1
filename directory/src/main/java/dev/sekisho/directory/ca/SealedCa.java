package dev.sekisho.directory.ca;

import dev.sekisho.directory.InspectionCa;
import dev.sekisho.directory.audit.SealedAudit;
import dev.sekisho.directory.base.Foundation;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.directory.ca.CertificateMaker.Authority;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.Actor;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.RecordStore.Transaction;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One customer's authority, its key sealed as a record, and the intermediate in force. */
public final class SealedCa implements InspectionCa {
    private static final Kind<Form> ROOT = Kind.of("inspection-ca", Form.class);
    private static final Kind<Form> INTERMEDIATE = Kind.of("inspection-intermediate", Form.class);
    private static final Id128 ONE = new Id128(0, 1);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(2);

    private final Foundation foundation;
    private final RecordStore store;
    private final SealedAudit audit;
    private final Actor actor;
    private final CertificateMaker maker;

    /** In one customer's records. */
    public SealedCa(Foundation foundation, RecordStore store, SealedAudit audit, Actor actor) {
        this.foundation = foundation;
        this.store = store;
        this.audit = audit;
        this.actor = actor;
        this.maker = new CertificateMaker(foundation.random());
    }

    /** Makes the authority of a new customer. */
    public void make(Transaction transaction, String organisation) {
        ROOT.insert(transaction, ONE, form(maker.root(organisation, foundation.realNow())), Map.of());
        audit.add(transaction, actor, "inspection-ca.make", "");
    }

    @Override
    public X509Certificate certificate() {
        return store.transact(SealedCa::root).certificate();
    }

    @Override
    public String certificatePem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded(certificate()))
                + "\n-----END CERTIFICATE-----\n";
    }

    @Override
    public Intermediate intermediate() {
        try {
            return store.transact(this::inForce);
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            // Another process renewed it at the same moment: its intermediate is in force.
            return store.transact(this::inForce);
        }
    }

    private Intermediate inForce(Transaction transaction) {
        Instant now = foundation.realNow();
        Authority root = root(transaction);
        Optional<Row<Form>> stored = INTERMEDIATE.find(transaction, ONE);
        if (stored.isPresent()) {
            Authority known = authority(stored.get().value());
            boolean lasts = known.certificate().getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE));
            boolean begun = !known.certificate().getNotBefore().toInstant().isAfter(now);
            if (lasts && begun) {
                return new Intermediate(known.key(), List.of(known.certificate(), root.certificate()));
            }
        }
        Authority fresh = maker.intermediate(root, now);
        if (stored.isPresent()) {
            INTERMEDIATE.update(transaction, ONE, stored.get().version(), form(fresh), Map.of());
        } else {
            INTERMEDIATE.insert(transaction, ONE, form(fresh), Map.of());
        }
        audit.add(
                transaction,
                actor,
                "inspection-ca.renew-intermediate",
                fresh.certificate().getSerialNumber().toString(16));
        return new Intermediate(fresh.key(), List.of(fresh.certificate(), root.certificate()));
    }

    private static Authority root(Transaction transaction) {
        return authority(ROOT.find(transaction, ONE)
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.NOT_FOUND, "The customer has no certificate authority; its set-up did not end."))
                .value());
    }

    private static Form form(Authority authority) {
        Base64.Encoder base64 = Base64.getEncoder();
        return new Form(
                base64.encodeToString(encoded(authority.certificate())),
                base64.encodeToString(authority.key().getEncoded()));
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    private static Authority authority(Form form) {
        try {
            byte[] certificate = Base64.getDecoder().decode(form.certificate());
            return new Authority(
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(form.privateKey()))),
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(certificate)));
        } catch (GeneralSecurityException e) {
            throw new SekishoException(
                    ErrorCode.RECORD_DAMAGED, "The customer's certificate authority cannot be read.", e);
        }
    }

    /**
     * An authority as stored.
     *
     * @param certificate base64 of its DER form
     * @param privateKey base64 of its PKCS #8 form
     */
    record Form(String certificate, String privateKey) {
        @Override
        public String toString() {
            return "authority";
        }
    }
}
