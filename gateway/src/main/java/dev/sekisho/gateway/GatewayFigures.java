package dev.sekisho.gateway;

import dev.sekisho.gateway.tls.TlsUse;
import dev.sekisho.gateway.upstream.UpstreamFigures;
import dev.sekisho.kernel.error.ErrorCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts for the metrics page. None is kept per customer: a label would say who does what.
 *
 * @param connections client connections accepted
 * @param open client connections open now
 * @param requests requests answered, tunnels included
 * @param tunnels of these, tunnels that were not opened
 * @param intercepted TLS connections that were opened
 * @param received body bytes from clients
 * @param sent body bytes to clients
 * @param gaps events that were not stored
 * @param unlogged requests of customers whose licence is locked, which are not recorded
 * @param refused refusals by code
 * @param upstream connections to sites
 * @param tls what clients of TLS listeners agreed on
 */
public record GatewayFigures(
        LongAdder connections,
        LongAdder open,
        LongAdder requests,
        LongAdder tunnels,
        LongAdder intercepted,
        LongAdder received,
        LongAdder sent,
        LongAdder gaps,
        LongAdder unlogged,
        Map<ErrorCode, LongAdder> refused,
        UpstreamFigures upstream,
        TlsUse tls) {
    /** All zero. */
    public GatewayFigures() {
        this(
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                new LongAdder(),
                perCode(),
                new UpstreamFigures(),
                new TlsUse());
    }

    private static Map<ErrorCode, LongAdder> perCode() {
        Map<ErrorCode, LongAdder> counts = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : ErrorCode.values()) {
            counts.put(code, new LongAdder());
        }
        return java.util.Collections.unmodifiableMap(counts);
    }

    /** Counts a refusal. */
    public void countRefusal(ErrorCode code) {
        LongAdder count = refused.get(code);
        if (count != null) {
            count.increment();
        }
    }
}
