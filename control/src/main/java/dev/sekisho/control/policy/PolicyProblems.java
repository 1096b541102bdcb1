package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Place;
import dev.sekisho.kernel.error.SekishoException;
import java.util.List;

/** What is wrong with a document, each with its place. */
final class PolicyProblems {
    private PolicyProblems() {}

    /** The problems of a rejected document. */
    static List<Place> of(SekishoException rejected) {
        return List.of(Place.of("", String.valueOf(rejected.getMessage())));
    }
}
