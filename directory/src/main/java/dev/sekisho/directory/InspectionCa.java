package dev.sekisho.directory;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** One customer's certificate authority for inspected connections. Its key never leaves the directory. */
public interface InspectionCa {
    /** The certificate that the customer's devices have to trust. */
    X509Certificate certificate();

    /** The same as PEM (RFC 7468). */
    String certificatePem();

    /**
     * The intermediate under which gateways mint: valid for at most seven days, replaced when less than two are left, the same
     * one for every gateway until then. Blocks.
     */
    Intermediate intermediate();

    /**
     * An intermediate authority.
     *
     * @param key its ECDSA P-256 private key
     * @param chain the intermediate, then the customer's certificate
     */
    record Intermediate(PrivateKey key, List<X509Certificate> chain) {}
}
