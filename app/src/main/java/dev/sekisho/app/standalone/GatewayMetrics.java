package dev.sekisho.app.standalone;

import dev.sekisho.control.MetricSource;
import dev.sekisho.gateway.GatewayFigures;
import dev.sekisho.gateway.front.Fronts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The data plane's counts for {@code /metrics}.
 *
 * @param figures live counts
 * @param fronts the processes of {@code seed-compat} listeners
 */
record GatewayMetrics(GatewayFigures figures, List<Fronts.Front> fronts) implements MetricSource {
    @Override
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(traffic());
        addRefusals(all);
        addHandshakes(all);
        if (!fronts.isEmpty()) {
            addFronts(all);
        }
        return all;
    }

    private List<Metric> traffic() {
        return List.of(
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
                        figures.gaps().sum()),
                counter(
                        "sekisho_gateway_unlogged_requests_total",
                        "Requests of customers whose licence is locked, which are not recorded.",
                        figures.unlogged().sum()));
    }

    private void addRefusals(List<Metric> all) {
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
    }

    private void addHandshakes(List<Metric> all) {
        figures.tls()
                .counts()
                .forEach((key, count) -> all.add(new Metric(
                        "sekisho_gateway_tls_handshakes_total",
                        "TLS handshakes of clients with the proxy itself, by listener and what was agreed on.",
                        Kind.COUNTER,
                        Map.of(
                                "listener", key.listener(),
                                "profile", key.profile(),
                                "version", key.version(),
                                "suite", key.suite()),
                        count)));
    }

    private void addFronts(List<Metric> all) {
        all.add(counter(
                "sekisho_gateway_front_failed_handshakes_total",
                "TLS handshakes that failed before seed-compat listeners.",
                fronts.stream().mapToLong(Fronts.Front::failedHandshakes).sum()));
        all.add(counter(
                "sekisho_gateway_front_restarts_total",
                "Times that the process of a seed-compat listener had to be started again.",
                fronts.stream().mapToLong(Fronts.Front::restarts).sum()));
    }

    private static Metric counter(String name, String help, long value) {
        return Metric.of(name, help, Kind.COUNTER, value);
    }
}
