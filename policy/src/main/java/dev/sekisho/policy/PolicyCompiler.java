package dev.sekisho.policy;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.policy.bundle.PolicyBundle;
import dev.sekisho.policy.category.Catalogue;
import dev.sekisho.policy.category.CategoryTable;
import dev.sekisho.policy.document.Canonical;
import dev.sekisho.policy.document.Checks;
import dev.sekisho.policy.document.PolicyReader;
import dev.sekisho.policy.rules.RuleSet;

/** Makes policies out of documents. */
public final class PolicyCompiler {
    private PolicyCompiler() {}

    /**
     * Reads, checks and compiles a document.
     *
     * @param text YAML or JSON; people are tokens (see {@code PolicyDocument.mapUsers})
     * @param catalogue the category names that rules may use
     * @param lists the category lists that the policy is published with
     */
    public static CompileResult compile(String text, Catalogue catalogue, CategoryTable lists) {
        PolicyReader.Result read = PolicyReader.read(text, Checks.of(catalogue.with(lists.names())));
        if (read.rules().isEmpty()) {
            return new CompileResult.Rejected(read.problems());
        }
        RuleSet rules = read.rules().get();
        PolicyBundle bundle = new PolicyBundle(Canonical.write(rules), lists.hashes());
        return new CompileResult.Compiled(new CompiledPolicy(bundle, rules, lists));
    }

    /**
     * Compiles a bundle that was read back.
     *
     * @throws SekishoException {@code POLICY_INVALID} if its rules do not compile here, or if {@code lists} are not the lists
     *     that it names
     */
    public static CompiledPolicy compile(PolicyBundle bundle, CategoryTable lists) {
        if (!bundle.lists().equals(lists.hashes())) {
            throw new SekishoException(
                    ErrorCode.POLICY_INVALID,
                    "The bundle was published with other category lists than are loaded; load those, or publish again.");
        }
        PolicyReader.Result read = PolicyReader.read(bundle.rules(), Checks.published());
        RuleSet rules = read.rules()
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.POLICY_INVALID,
                        "The bundle's rules do not compile here: "
                                + read.problems().getFirst().message()));
        if (!Canonical.write(rules).equals(bundle.rules())) {
            throw new SekishoException(ErrorCode.POLICY_INVALID, "The bundle's rules are not in canonical form.");
        }
        return new CompiledPolicy(bundle, rules, lists);
    }
}
