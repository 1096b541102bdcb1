package dev.sekisho.policy.document;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.sekisho.policy.category.Catalogue;
import java.util.Optional;

/** Whatever somebody uploads as a policy, it compiles or has problems; what compiles has a canonical text that compiles too. */
class PolicyReaderFuzzTest {
    private static final Catalogue CATALOGUE = Catalogue.shipped();

    @FuzzTest(maxDuration = "60s")
    void everyTextCompilesOrHasProblems(@NotNull String text) {
        PolicyReader.Result result = PolicyReader.read(text, Checks.of(CATALOGUE));
        if (result.rules().isPresent() != result.problems().isEmpty()) {
            throw new AssertionError("neither rules nor problems");
        }
        result.rules().ifPresent(rules -> {
            String canonical = Canonical.write(rules);
            if (!PolicyReader.read(canonical, Checks.published()).rules().equals(Optional.of(rules))) {
                throw new AssertionError("the canonical text means something else");
            }
        });
        if (!PolicyDocument.mapUsers(text, login -> Optional.empty()).equals(text)) {
            throw new AssertionError("the text moved");
        }
        PolicyDocument.mapUsers(text, login -> Optional.of("u-00000000000000000000000001"));
    }
}
