package dev.sekisho.policy;

import dev.sekisho.policy.document.Problem;
import java.util.List;

/** What became of a document: a policy, or every reason why not. */
public sealed interface CompileResult {
    /**
     * It compiled.
     *
     * @param policy ready to decide; its {@link CompiledPolicy#bundle()} is what gets signed and published
     */
    record Compiled(CompiledPolicy policy) implements CompileResult {}

    /**
     * It did not.
     *
     * @param problems at least one, in the order of the text
     */
    record Rejected(List<Problem> problems) implements CompileResult {}
}
