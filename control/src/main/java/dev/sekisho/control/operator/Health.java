package dev.sekisho.control.operator;

import dev.sekisho.control.HealthSource;
import dev.sekisho.control.HealthSource.Condition;
import dev.sekisho.control.HealthSource.State;
import dev.sekisho.lake.Lake;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of all parts. A part that fails to answer is down: not knowing is not health. */
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private final List<HealthSource> sources;

    /** Asks the given sources and the lake. */
    public Health(List<HealthSource> sources, Lake lake) {
        List<HealthSource> all = new ArrayList<>(sources);
        if (sources.stream().noneMatch(source -> source.part().equals("lake"))) {
            all.add(lake(lake));
        }
        this.sources = List.copyOf(all);
    }

    /** Every part's state now. */
    public List<Part> parts() {
        return sources.stream()
                .map(source -> {
                    Condition condition = ask(source);
                    return new Part(source.part(), condition.state(), condition.detail());
                })
                .toList();
    }

    /** The worst of the states. */
    public static State worst(List<Part> parts) {
        return parts.stream().map(Part::state).max(State::compareTo).orElse(State.WORKING);
    }

    private static Condition ask(HealthSource source) {
        try {
            return source.condition();
        } catch (RuntimeException failed) {
            LOG.warn(
                    "Health of {} could not be read: {}",
                    source.part(),
                    failed.getClass().getName());
            return new Condition(State.DOWN, "It does not answer.");
        }
    }

    private static HealthSource lake(Lake lake) {
        return new HealthSource() {
            @Override
            public String part() {
                return "lake";
            }

            @Override
            public Condition condition() {
                Lake.LakeStatus status = lake.status();
                if (!status.problem().isEmpty()) {
                    return new Condition(State.DOWN, status.problem());
                }
                if (status.damagedSegments() > 0) {
                    return new Condition(
                            State.DEGRADED,
                            status.damagedSegments() + " segments could not be opened since the start. "
                                    + "Restore them from a backup.");
                }
                if (status.damagedHolds() > 0) {
                    return new Condition(
                            State.DEGRADED,
                            status.damagedHolds()
                                    + " legal holds are damaged, and nothing old of their customers is deleted. "
                                    + "Restore them from a backup and restart, or release them.");
                }
                return status.gaps() > 0
                        ? new Condition(State.DEGRADED, status.gaps() + " events were not stored since the start.")
                        : new Condition(State.WORKING, "");
            }
        };
    }

    /** One part. */
    public record Part(String part, State state, String detail) {}
}
