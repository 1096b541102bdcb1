package dev.sekisho.control.web;

import dev.sekisho.control.MetricSource;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Counts requests by the pattern of their path, method and class of status. The pattern is the program's, never what a caller
 * sent, so that no identifier becomes a label.
 */
final class Meter extends OncePerRequestFilter implements MetricSource {
    private final Map<Key, LongAdder> requests = new ConcurrentHashMap<>();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder active = new LongAdder();

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long start = System.nanoTime();
        active.increment();
        try {
            chain.doFilter(request, response);
        } finally {
            active.decrement();
            nanos.add(System.nanoTime() - start);
            Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
            String status = response.getStatus() / 100 + "xx";
            requests.computeIfAbsent(
                            new Key(pattern == null ? "other" : pattern.toString(), status), any -> new LongAdder())
                    .increment();
        }
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        requests.forEach((key, count) -> metrics.add(new Metric(
                "sekisho_control_requests_total",
                "Requests answered by the control plane",
                Kind.COUNTER,
                Map.of("path", key.path(), "status", key.status()),
                count.sum())));
        metrics.add(Metric.of(
                "sekisho_control_request_seconds_total", "Time spent on requests", Kind.COUNTER, nanos.sum() / 1e9));
        metrics.add(
                Metric.of("sekisho_control_requests_active", "Requests being answered now", Kind.GAUGE, active.sum()));
        return metrics;
    }

    private record Key(String path, String status) {}
}
