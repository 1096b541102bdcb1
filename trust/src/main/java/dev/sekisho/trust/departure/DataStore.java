package dev.sekisho.trust.departure;

import dev.sekisho.kernel.scope.CustomerScope;
import java.util.Map;

/** A store that holds data of customers, as the deletion of a customer sees it. */
public interface DataStore {
    /** What there is, by technical word; asked while the customer's keys are still there. */
    Map<String, Long> count(CustomerScope scope);

    /**
     * Removes everything of the customer; its keys are destroyed already. Made again after a crash.
     *
     * @return what was removed, by technical word; less than there was if an earlier call was interrupted
     */
    Map<String, Long> forget(CustomerScope scope);
}
