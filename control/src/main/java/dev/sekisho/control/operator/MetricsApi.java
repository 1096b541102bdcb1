package dev.sekisho.control.operator;

import dev.sekisho.control.MetricSource;
import dev.sekisho.control.MetricSource.Kind;
import dev.sekisho.control.MetricSource.Metric;
import dev.sekisho.lake.Lake;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /metrics}. */
@RestController
public class MetricsApi {
    private final List<MetricSource> sources;
    private final OperatorSight sight;
    private static final Set<String> SINCE_START = Set.of(
            "values-cut", "events-late-dropped", "events-not-stored", "captures-ended-early", "ended-without-keys");

    private final Lake lake;

    /** Asks the sources, the lake and the machine, for those whom {@code sight} lets see it. */
    public MetricsApi(List<MetricSource> sources, Lake lake, OperatorSight sight) {
        this.sight = sight;
        this.sources = List.copyOf(sources);
        this.lake = lake;
    }

    /** All numbers in the Prometheus text format 0.0.4. */
    @GetMapping("/metrics")
    public ResponseEntity<String> metrics(HttpServletRequest request) {
        sight.require(request);
        List<Metric> metrics = new ArrayList<>(machine());
        metrics.addAll(lake(lake.status()));
        metrics.addAll(figures(lake.figures()));
        sources.forEach(source -> metrics.addAll(source.metrics()));
        return ResponseEntity.ok()
                .header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .body(Exposition.text(metrics));
    }

    private static List<Metric> machine() {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                Metric.of(
                        "sekisho_heap_bytes",
                        "Heap in use",
                        Kind.GAUGE,
                        (double) runtime.totalMemory() - runtime.freeMemory()),
                Metric.of("sekisho_heap_max_bytes", "Largest heap", Kind.GAUGE, runtime.maxMemory()),
                Metric.of(
                        "sekisho_threads",
                        "Platform threads",
                        Kind.GAUGE,
                        ManagementFactory.getThreadMXBean().getThreadCount()),
                Metric.of(
                        "sekisho_uptime_seconds",
                        "Time since the process started",
                        Kind.GAUGE,
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
    }

    /** The lake's own figures, by its own words. */
    private static List<Metric> figures(Map<String, Long> figures) {
        return figures.entrySet().stream()
                .map(figure -> {
                    boolean sinceStart = SINCE_START.contains(figure.getKey());
                    return Metric.of(
                            "sekisho_lake_" + figure.getKey().replace('-', '_') + (sinceStart ? "_total" : ""),
                            "Figure of the lake, " + (sinceStart ? "since start" : "now"),
                            sinceStart ? Kind.COUNTER : Kind.GAUGE,
                            figure.getValue());
                })
                .toList();
    }

    private static List<Metric> lake(Lake.LakeStatus status) {
        return List.of(
                Metric.of("sekisho_lake_events_accepted_total", "Events taken", Kind.COUNTER, status.accepted()),
                Metric.of("sekisho_lake_events_durable_total", "Events on disk", Kind.COUNTER, status.durable()),
                Metric.of("sekisho_lake_events_hot", "Events not yet in a segment", Kind.GAUGE, status.hotRows()),
                Metric.of("sekisho_lake_segments", "Segments", Kind.GAUGE, status.segments()),
                Metric.of("sekisho_lake_events_lost_total", "Events that were not stored", Kind.COUNTER, status.gaps()),
                Metric.of(
                        "sekisho_lake_segments_damaged_total",
                        "Segments that could not be opened",
                        Kind.COUNTER,
                        status.damagedSegments()));
    }
}
