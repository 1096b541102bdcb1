package dev.sekisho.control;

import java.time.Instant;

/** What a laboratory can do to the process; exists only with {@code --lab}. */
public interface Laboratory {
    /**
     * Moves the clock of data life and jobs forward, runs what fell due, and answers when done.
     *
     * @return the time it shows now
     * @throws IllegalArgumentException if {@code target} is in its past
     */
    Instant moveClock(Instant target);

    /** Answers when every acknowledged event is sealed in a segment. */
    void flush();
}
