package dev.sekisho.app.host;

import dev.sekisho.control.HealthSource;
import java.util.List;

/**
 * The machine's findings as a part of health: degraded, never down and never silent.
 *
 * @param checks what is looked at, at every question
 */
public record HostHealth(HostChecks checks) implements HealthSource {
    @Override
    public String part() {
        return "host";
    }

    @Override
    public Condition condition() {
        List<String> findings = checks.findings();
        return new Condition(findings.isEmpty() ? State.WORKING : State.DEGRADED, String.join("; ", findings));
    }
}
