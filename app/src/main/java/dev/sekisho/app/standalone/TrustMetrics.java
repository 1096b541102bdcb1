package dev.sekisho.app.standalone;

import dev.sekisho.control.MetricSource;
import dev.sekisho.trust.Trust;
import java.util.List;
import java.util.Map;

/**
 * The trust engine's counts for {@code /metrics}.
 *
 * @param trust the engine
 */
record TrustMetrics(Trust trust) implements MetricSource {
    @Override
    public List<Metric> metrics() {
        return trust.figures().entrySet().stream()
                .map(figure -> new Metric(
                        "sekisho_trust_figure_total",
                        "What the trust engine did since start: mails of the privacy mailbox, by what became of them.",
                        Kind.COUNTER,
                        Map.of("figure", figure.getKey()),
                        figure.getValue()))
                .toList();
    }
}
