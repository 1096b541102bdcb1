package dev.sekisho.trust.departure;

import dev.sekisho.directory.Directory;
import dev.sekisho.directory.People;
import dev.sekisho.directory.Person;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerScope;
import dev.sekisho.records.Records;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sealed records of customers: people, settings, policies, requests, audit trail. */
public final class RecordsStore implements DataStore {
    private static final int PAGE = 1000;
    private final Records records;
    private final Directory directory;

    /** Of a region. */
    public RecordsStore(Records records, Directory directory) {
        this.records = records;
        this.directory = directory;
    }

    @Override
    public Map<String, Long> count(CustomerScope scope) {
        return Map.of("people", people(scope));
    }

    private long people(CustomerScope scope) {
        People people = directory.of(scope).people();
        long count = 0;
        Optional<PersonToken> after = Optional.empty();
        while (true) {
            List<Person> page = people.list(after, PAGE);
            count += page.size();
            if (page.size() < PAGE) {
                return count;
            }
            after = Optional.of(page.getLast().token());
        }
    }

    @Override
    public Map<String, Long> forget(CustomerScope scope) {
        return Map.of("records", records.forget(scope));
    }
}
