package dev.sekisho.seal;

import java.time.Instant;

/** Time as it passes: what a customer withdraws ends by it, whatever the clock of the data says. */
interface RealTime {
    /** The wall clock: goes on while the machine sleeps. */
    Instant now();

    /** Nanoseconds of a clock that nobody can set back. */
    long ticks();

    /** This machine's. */
    static RealTime system() {
        return new RealTime() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long ticks() {
                return System.nanoTime();
            }
        };
    }
}
