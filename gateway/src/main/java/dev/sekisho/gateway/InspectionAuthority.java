package dev.sekisho.gateway;

import dev.sekisho.kernel.scope.CustomerScope;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** The intermediate authority under which a gateway mints leaves; the customer's own key stays in control. */
public interface InspectionAuthority {
    /** The intermediate in force for the customer. May block; called beside the event loops and cached until it ends. */
    Intermediate of(CustomerScope scope);

    /**
     * An intermediate of at most seven days.
     *
     * @param key its ECDSA P-256 private key
     * @param chain the intermediate, then the customer's certificate
     */
    record Intermediate(PrivateKey key, List<X509Certificate> chain) {}
}
