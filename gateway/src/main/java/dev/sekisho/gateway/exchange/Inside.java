package dev.sekisho.gateway.exchange;

import dev.sekisho.gateway.OnRamps.OnRamp;
import dev.sekisho.gateway.destination.Resolution;
import dev.sekisho.gateway.page.Refusal;
import dev.sekisho.gateway.tls.TlsFacts;
import dev.sekisho.kernel.decision.Verdict;
import dev.sekisho.kernel.id.BundleHash;
import java.util.Optional;

/**
 * What is known of a tunnel that was opened, for the requests in it.
 *
 * @param onRamp the way in of its CONNECT; the scope of all its requests
 * @param signedIn who sent the CONNECT
 * @param target where the CONNECT led
 * @param tls whether the client speaks TLS in it
 * @param sni server name in the ClientHello, or empty
 * @param clientTls what was agreed on with the client
 * @param resolution the addresses that were decided on
 * @param decryption the verdict that opened it
 * @param refusal why every request in it that the rules allow is refused all the same; empty if the site may be contacted
 * @param bundle the policy that opened it
 * @param certificateHash what the site showed, or empty
 */
record Inside(
        OnRamp onRamp,
        SignedIn signedIn,
        Place target,
        boolean tls,
        String sni,
        TlsFacts clientTls,
        Resolution resolution,
        Verdict decryption,
        Optional<Refusal.Reason> refusal,
        BundleHash bundle,
        String certificateHash) {}
