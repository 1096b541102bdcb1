package dev.sekisho.control.policy;

import dev.sekisho.control.problem.Place;
import dev.sekisho.directory.PolicyRejected;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.Explain;
import dev.sekisho.policy.document.Problem;
import java.util.List;
import java.util.Locale;

/** What is wrong with a document, each with its place. */
final class PolicyProblems {
    private static final Explain JAPANESE = new Explain(Locale.JAPANESE);

    private PolicyProblems() {}

    /** The problems of a rejected document, in the order of the text. */
    static List<Place> of(SekishoException rejected) {
        return rejected instanceof PolicyRejected known
                ? known.problems().stream().map(PolicyProblems::place).toList()
                : List.of(Place.of("", String.valueOf(rejected.getMessage())));
    }

    private static Place place(Problem problem) {
        return new Place(
                problem.path(),
                problem.line() < 1 ? null : problem.line(),
                problem.column() < 1 ? null : problem.column(),
                problem.code().code(),
                problem.message(),
                JAPANESE.problem(problem.code()));
    }
}
