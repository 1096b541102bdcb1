package dev.sekisho.control.policy;

import dev.sekisho.directory.Policies;
import dev.sekisho.kernel.id.BundleHash;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a bundle's hash to the newest version that published it. */
public final class VersionNumbers {
    private static final int PAGE = 200;
    private static final int MAX_PAGES = 25;

    private VersionNumbers() {}

    /** The version's number; null if it is not among the last 5,000. */
    public static @Nullable Long of(Policies policies, BundleHash bundle) {
        Optional<Long> before = Optional.empty();
        for (int page = 0; page < MAX_PAGES; page++) {
            List<Policies.Summary> versions = policies.history(before, PAGE);
            for (Policies.Summary version : versions) {
                if (version.bundle().equals(bundle)) {
                    return version.number();
                }
            }
            if (versions.size() < PAGE) {
                return null;
            }
            before = Optional.of(versions.getLast().number());
        }
        return null;
    }
}
