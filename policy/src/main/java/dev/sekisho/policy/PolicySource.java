package dev.sekisho.policy;

import dev.sekisho.kernel.scope.CustomerScope;
import java.util.Optional;

/** Where a gateway finds the policy in force. Answers at once, from memory; a publication swaps one reference. */
public interface PolicySource {
    /** The customer's policy, or empty if none was ever published: then nothing passes. */
    Optional<Policy> current(CustomerScope scope);
}
