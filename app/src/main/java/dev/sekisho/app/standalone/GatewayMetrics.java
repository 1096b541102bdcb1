package dev.sekisho.app.standalone;

import dev.sekisho.control.MetricSource;
import dev.sekisho.gateway.GatewayFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The data plane's counts for {@code /metrics}.
 *
 * @param figures live counts
 */
record GatewayMetrics(GatewayFigures figures) implements MetricSource {
    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(List.of(
                counter(
                        "sekisho_gateway_connections_total",
                        "Client connections accepted.",
                        figures.connections().sum()),
                Metric.of(
                        "sekisho_gateway_connections_open",
                        "Client connections open now.",
                        Kind.GAUGE,
                        figures.open().sum()),
                counter(
                        "sekisho_gateway_requests_total",
                        "Requests answered, tunnels included.",
                        figures.requests().sum()),
                counter(
                        "sekisho_gateway_tunnels_total",
                        "Tunnels that were not opened.",
                        figures.tunnels().sum()),
                counter(
                        "sekisho_gateway_intercepted_total",
                        "TLS connections opened for inspection.",
                        figures.intercepted().sum()),
                counter(
                        "sekisho_gateway_received_bytes_total",
                        "Body bytes from clients.",
                        figures.received().sum()),
                counter(
                        "sekisho_gateway_sent_bytes_total",
                        "Body bytes to clients.",
                        figures.sent().sum()),
                counter(
                        "sekisho_gateway_gap_events_total",
                        "Events that were not stored.",
                        figures.gaps().sum())));
        figures.refused().forEach((code, count) -> {
            if (count.sum() > 0) {
                all.add(new Metric(
                        "sekisho_gateway_refused_total",
                        "Refusals by code.",
                        Kind.COUNTER,
                        Map.of("code", code.code()),
                        count.sum()));
            }
        });
        return all;
    }

    private static Metric counter(String name, String help, long value) {
        return Metric.of(name, help, Kind.COUNTER, value);
    }
}
