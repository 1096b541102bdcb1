package dev.sekisho.policy.rules;

import dev.sekisho.kernel.decision.Facts;
import java.util.List;

/** What deciding needs to know about the lists beyond the facts: which categories are the host's own. */
public interface HostFacts {
    /** The categories without those of the path: what is known when decryption is decided. */
    List<String> hostCategories(Facts facts);

    /** Whether a path that is not known yet could add categories. */
    boolean pathMayAddCategories(Facts facts);

    /** For facts that come with nothing to look up: categories are taken as they are. */
    HostFacts NONE = new HostFacts() {
        @Override
        public List<String> hostCategories(Facts facts) {
            return facts.categories();
        }

        @Override
        public boolean pathMayAddCategories(Facts facts) {
            return false;
        }
    };
}
