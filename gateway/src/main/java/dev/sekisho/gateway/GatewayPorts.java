package dev.sekisho.gateway;

import dev.sekisho.gateway.front.Fronts;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.policy.PolicySource;
import java.time.InstantSource;

/**
 * What a gateway needs from the rest of the product.
 *
 * @param onRamps whose traffic it is
 * @param identity who people are
 * @param authority intermediates to mint under
 * @param policies policies in force
 * @param events the log
 * @param fronts who starts the processes of {@code seed-compat} listeners
 * @param eventTime the time that events and rules see; a lab may move it. TLS, tokens and caches use the real time
 */
public record GatewayPorts(
        OnRamps onRamps,
        Identity identity,
        InspectionAuthority authority,
        PolicySource policies,
        EventSink events,
        InstantSource eventTime,
        Fronts fronts) {
    /** Without fronts. */
    public GatewayPorts(
            OnRamps onRamps,
            Identity identity,
            InspectionAuthority authority,
            PolicySource policies,
            EventSink events,
            InstantSource eventTime) {
        this(onRamps, identity, authority, policies, events, eventTime, Fronts.NONE);
    }
}
