package dev.sekisho.app.standalone;

import dev.sekisho.control.MetricSource;
import dev.sekisho.records.Records;
import java.util.List;
import java.util.Map;

/**
 * The records' counts for {@code /metrics}.
 *
 * @param records where they are kept
 */
record RecordsMetrics(Records records) implements MetricSource {
    @Override
    public List<Metric> metrics() {
        return records.figures().entrySet().stream()
                .map(figure -> new Metric(
                        "sekisho_records_figure",
                        "Figures of the records database.",
                        Kind.GAUGE,
                        Map.of("figure", figure.getKey()),
                        figure.getValue()))
                .toList();
    }
}
