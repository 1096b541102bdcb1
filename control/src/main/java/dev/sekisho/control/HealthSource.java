package dev.sekisho.control;

import java.util.function.Supplier;

/** One part of the service that can say how it does. */
public interface HealthSource {
    /** Its name, for example {@code records}. */
    String part();

    /** How it does now; answers within a second. */
    Condition condition();

    /** A part that the service cannot work without and that says what is wrong with it, or nothing. */
    static HealthSource of(String part, Supplier<String> problem) {
        return new HealthSource() {
            @Override
            public String part() {
                return part;
            }

            @Override
            public Condition condition() {
                String detail = problem.get();
                return new Condition(detail.isEmpty() ? State.WORKING : State.DOWN, detail);
            }
        };
    }

    /** How a part does. */
    enum State {
        /** As it should. */
        WORKING,
        /** With something missing that somebody should look at. */
        DEGRADED,
        /** Not. */
        DOWN
    }

    /**
     * A part's state.
     *
     * @param state how it does
     * @param detail what is wrong and what to do, for operators; empty if nothing is. Names no customer and no person
     */
    record Condition(State state, String detail) {}
}
