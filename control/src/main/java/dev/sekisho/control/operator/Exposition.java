package dev.sekisho.control.operator;

import dev.sekisho.control.MetricSource.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Numbers in the Prometheus text format 0.0.4: one HELP and TYPE a name, its lines together. */
final class Exposition {
    private Exposition() {}

    static String text(List<Metric> metrics) {
        Map<String, StringBuilder> families = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            StringBuilder lines = families.computeIfAbsent(
                    metric.name(),
                    name -> new StringBuilder()
                            .append("# HELP ")
                            .append(name)
                            .append(' ')
                            .append(metric.help())
                            .append('\n')
                            .append("# TYPE ")
                            .append(name)
                            .append(' ')
                            .append(metric.kind().name().toLowerCase(Locale.ROOT))
                            .append('\n'));
            lines.append(metric.name())
                    .append(labels(metric.labels()))
                    .append(' ')
                    .append(number(metric.value()))
                    .append('\n');
        }
        return String.join("", families.values());
    }

    private static String labels(Map<String, String> labels) {
        if (labels.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("{");
        new TreeMap<>(labels)
                .forEach((name, value) -> text.append(text.length() == 1 ? "" : ",")
                        .append(name)
                        .append("=\"")
                        .append(value.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"))
                        .append('"'));
        return text.append('}').toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
