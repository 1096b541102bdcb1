package dev.sekisho.control;

import java.util.List;
import java.util.Map;

/** Where {@code /metrics} gets its numbers. Labels name parts and kinds, never a customer, a person, a host or an address. */
public interface MetricSource {
    /** The numbers now. */
    List<Metric> metrics();

    /** How a number behaves. */
    enum Kind {
        /** Only grows while the process runs. */
        COUNTER,
        /** Goes up and down. */
        GAUGE
    }

    /**
     * One number.
     *
     * @param name by the Prometheus naming rules, with the unit last
     * @param help one sentence
     * @param kind how it behaves
     * @param labels name and value
     * @param value the number
     */
    record Metric(String name, String help, Kind kind, Map<String, String> labels, double value) {
        /** A number without labels. */
        public static Metric of(String name, String help, Kind kind, double value) {
            return new Metric(name, help, kind, Map.of(), value);
        }
    }
}
