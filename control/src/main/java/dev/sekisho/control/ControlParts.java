package dev.sekisho.control;

import dev.sekisho.directory.Directory;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.lake.Lake;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.trust.Trust;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the control plane is made of; it closes none of it.
 *
 * @param directory customers, people, credentials, policies
 * @param lake events
 * @param trust licences, erasure, holds, receipts
 * @param region the region that this process serves
 * @param dataClock what "now" means for data; a laboratory may move it
 * @param realClock what "now" means for credentials and limits; never moved
 * @param health parts that {@code /healthz} asks; the lake and the control plane itself are asked without being named here
 * @param metrics where {@code /metrics} gets further numbers
 * @param categories the category lists in force
 * @param destinations name resolution and the destination guard, for the policy tester
 * @param laboratory present only in a laboratory
 */
public record ControlParts(
        Directory directory,
        Lake lake,
        Trust trust,
        Region region,
        InstantSource dataClock,
        InstantSource realClock,
        List<HealthSource> health,
        List<MetricSource> metrics,
        Supplier<CategoryTable> categories,
        Destinations destinations,
        Optional<Laboratory> laboratory) {
    /** Copies the lists. */
    public ControlParts {
        health = List.copyOf(health);
        metrics = List.copyOf(metrics);
    }
}
