package dev.sekisho.policy.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects problems while a document is read. */
final class Problems {
    /** More than anybody reads; the last one then says so. */
    static final int PROBLEMS_MAX = 1000;

    /** A guess costs a comparison with every known name. */
    private static final int HINTS_MAX = 100;

    private final List<Problem> found = new ArrayList<>();
    private boolean more;

    void add(ProblemCode code, String message, Node at, String path) {
        add(code, message, at.getStartMark(), path);
    }

    void add(ProblemCode code, String message, Optional<Mark> at, String path) {
        if (found.size() >= PROBLEMS_MAX) {
            more = true;
            return;
        }
        int line = at.map(mark -> mark.getLine() + 1).orElse(1);
        int column = at.map(mark -> mark.getColumn() + 1).orElse(1);
        found.add(new Problem(code, message, line, column, path));
    }

    /** Whether there are so many that nothing costly is worth saying about further ones. */
    boolean areMany() {
        return found.size() >= HINTS_MAX;
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the text. */
    List<Problem> inOrder() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        if (more) {
            Problem last = sorted.getLast();
            sorted.add(new Problem(
                    ProblemCode.TOO_LARGE,
                    "There are more than " + PROBLEMS_MAX + " problems; these are the first.",
                    last.line(),
                    last.column(),
                    ""));
        }
        return List.copyOf(sorted);
    }
}
