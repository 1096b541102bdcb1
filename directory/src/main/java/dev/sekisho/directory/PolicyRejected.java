package dev.sekisho.directory;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.document.Problem;
import java.util.List;

/** A policy document that does not compile, with everything that is wrong with it. */
public final class PolicyRejected extends SekishoException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    /** With at least one problem, in the order of the text. */
    public PolicyRejected(List<Problem> problems) {
        super(
                ErrorCode.POLICY_INVALID,
                "The policy has " + problems.size() + " problem(s); the first: "
                        + problems.getFirst().code());
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the text. */
    public List<Problem> problems() {
        return problems;
    }
}
