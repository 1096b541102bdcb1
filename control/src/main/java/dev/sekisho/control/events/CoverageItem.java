package dev.sekisho.control.events;

import dev.sekisho.lake.CustomerLake.Coverage;

/**
 * How much of what a query asked for was read.
 *
 * @param segments segments that it had to read
 * @param unreadable how many could not be opened
 * @param complete whether nothing is missing
 */
public record CoverageItem(int segments, int unreadable, boolean complete) {
    static final CoverageItem NOTHING_TO_READ = new CoverageItem(0, 0, true);

    public static CoverageItem of(Coverage coverage) {
        return new CoverageItem(coverage.segments(), coverage.unreadable(), coverage.unreadable() == 0);
    }
}
