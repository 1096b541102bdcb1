package dev.sekisho.gateway.tls;

import java.util.List;

/** Protocol versions and suites that a side of a connection offers. */
public enum TlsProfile {
    /** TLS 1.3, and TLS 1.2 with ECDHE and AES-GCM only. */
    MODERN(
            "modern",
            List.of("TLSv1.3", "TLSv1.2"),
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")),
    /** The eight suites of the reference service, all TLS 1.2. Only JSSE has them all, in a process of its own: see {@code front}. */
    SEED_COMPAT(
            "seed-compat",
            List.of("TLSv1.2"),
            List.of(
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_RSA_WITH_AES_256_CBC_SHA256"));

    private final String wire;
    private final List<String> protocols;
    private final List<String> suites;

    TlsProfile(String wire, List<String> protocols, List<String> suites) {
        this.wire = wire;
        this.protocols = protocols;
        this.suites = suites;
    }

    /** The spelling in configurations. */
    public String wire() {
        return wire;
    }

    /** Versions, as JSSE spells them. */
    public List<String> protocols() {
        return protocols;
    }

    /** Suites, as JSSE spells them. */
    public List<String> suites() {
        return suites;
    }
}
