package dev.sekisho.kernel.event;

import dev.sekisho.kernel.decision.Action;
import dev.sekisho.kernel.id.BundleHash;
import dev.sekisho.kernel.id.EventId;
import dev.sekisho.kernel.id.PersonToken;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one request: what was asked, what was known, what was decided, what it cost. It holds no name of a person and
 * no finished text of a decision; the trace is computed again from the bundle and the facts. Each component is a column of the
 * log and a row of the field inventory.
 *
 * @param id random identifier
 * @param time when the request arrived, to the microsecond
 * @param node the gateway's name
 * @param bundle the policy that decided
 * @param who who asked
 * @param from where from
 * @param to where to
 * @param http what was exchanged
 * @param tls how it was protected
 * @param decided what was decided, on which facts
 * @param timing where the time went
 */
public record WebEvent(
        EventId id,
        Instant time,
        String node,
        BundleHash bundle,
        Who who,
        From from,
        To to,
        Http http,
        Tls tls,
        Decided decided,
        Timing timing) {

    /** The version of this set of columns. */
    public static final int SCHEMA = 1;

    /**
     * Who asked.
     *
     * @param person the token, if somebody signed in
     * @param groups the person's groups then, sorted, joined by a comma
     * @param method how identity was established: {@code none}, {@code basic}
     */
    public record Who(Optional<PersonToken> person, String groups, String method) {}

    /**
     * Where the request came from.
     *
     * @param address client address in its shortest text form
     * @param port client port
     * @param onRamp the on-ramp's name
     */
    public record From(String address, int port, String onRamp) {}

    /**
     * Where the request wanted to go.
     *
     * @param scheme {@code http} or {@code https}
     * @param host normalised host
     * @param port port
     * @param path normalised path; empty for a tunnel
     * @param query query without {@code ?}
     * @param address the address that was contacted, or empty
     * @param sni server name in the ClientHello, or empty
     * @param connectHost host of the CONNECT request, or empty
     */
    public record To(
            String scheme,
            String host,
            int port,
            String path,
            String query,
            String address,
            String sni,
            String connectHost) {}

    /**
     * The exchange.
     *
     * @param method method
     * @param status status sent to the client; 0 if the client left before one was sent
     * @param clientProtocol for example {@code HTTP/1.1}
     * @param upstreamProtocol the same, or empty if nothing was contacted
     * @param userAgent the client's own description
     * @param referrer origin (scheme and host) of the referring page
     * @param contentType of the response, without parameters
     * @param requestBytes body bytes from the client
     * @param responseBytes body bytes to the client
     */
    public record Http(
            String method,
            int status,
            String clientProtocol,
            String upstreamProtocol,
            String userAgent,
            String referrer,
            String contentType,
            long requestBytes,
            long responseBytes) {}

    /**
     * Protection in transit.
     *
     * @param mode {@code none} (plain HTTP), {@code tunnel} (not opened) or {@code inspect}
     * @param clientVersion for example {@code TLSv1.3}, or empty
     * @param clientCipher suite towards the client, or empty
     * @param upstreamVersion the same upstream, or empty
     * @param upstreamCipher suite upstream, or empty
     * @param alpn protocol agreed upstream, or empty
     * @param certificateFault the fault of the upstream certificate as an error code, or empty
     * @param certificateHash SHA-256 of the upstream leaf in hexadecimal, or empty
     */
    public record Tls(
            String mode,
            String clientVersion,
            String clientCipher,
            String upstreamVersion,
            String upstreamCipher,
            String alpn,
            String certificateFault,
            String certificateHash) {}

    /**
     * The decision.
     *
     * @param action the outcome
     * @param rule the rule that decided the outcome
     * @param reason an error code when something other than a rule refused (destination guard, certificate, overload), or empty
     * @param destinationRule deciding rule of the destination stage, or empty if not visited
     * @param decryptionRule the same of the decryption stage
     * @param accessRule the same of the access stage
     * @param contentRule the same of the content stage
     * @param categories sorted, joined by a comma
     * @param lists names of matched lists, sorted, joined by a comma
     * @param facts the facts that were known, bits of {@code FactName}
     */
    public record Decided(
            Action action,
            String rule,
            String reason,
            String destinationRule,
            String decryptionRule,
            String accessRule,
            String contentRule,
            String categories,
            String lists,
            int facts) {}

    /**
     * Microseconds spent; -1 for a stage that was not visited.
     *
     * @param identity finding out who
     * @param resolve name resolution
     * @param decide classification and decision, all stages together
     * @param connect upstream connection
     * @param tls both TLS handshakes
     * @param firstByte from the request sent upstream to the first response byte
     * @param total from the request's first byte to the response's last
     */
    public record Timing(
            long identity, long resolve, long decide, long connect, long tls, long firstByte, long total) {}
}
