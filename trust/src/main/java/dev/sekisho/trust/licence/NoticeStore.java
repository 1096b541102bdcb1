package dev.sekisho.trust.licence;

import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.RecordStore;
import dev.sekisho.trust.departure.DataStore;
import java.util.Map;

/** What the licence clock remembers of customers, as the deletion of one sees it. */
public final class NoticeStore implements DataStore {
    private final StepBook steps;

    /** In the installation's records. */
    public NoticeStore(RecordStore records) {
        this.steps = new StepBook(records);
    }

    @Override
    public Map<String, Long> count(CustomerScope scope) {
        return Map.of("notices", (long) steps.of(scope.customer()).size());
    }

    @Override
    public Map<String, Long> forget(CustomerScope scope) {
        return Map.of("notices", steps.forget(scope.customer()));
    }
}
