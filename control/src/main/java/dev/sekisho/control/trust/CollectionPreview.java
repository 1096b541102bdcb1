package dev.sekisho.control.trust;

import dev.sekisho.kernel.collection.CollectionChoice;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.decision.FactName;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.inventory.Field;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.lake.CustomerLake;
import dev.sekisho.lake.CustomerLake.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a choice would have done to the events of the last day; counts only. */
public record CollectionPreview(
        Instant from, Instant to, long events, boolean complete, List<FieldCount> fields, List<String> weakened) {
    private static final Duration DAY = Duration.ofHours(24);
    private static final int PAGE = 1_000;
    private static final int MAX_EVENTS = 20_000;

    static CollectionPreview of(
            CollectionChoice choice,
            EventCollection collection,
            FieldInventory inventory,
            CustomerLake lake,
            Instant now) {
        Instant from = now.minus(DAY);
        Map<String, long[]> counts = new TreeMap<>();
        Optional<Cursor> after = Optional.empty();
        long events = 0;
        boolean readable = true;
        do {
            CustomerLake.Page page = lake.events(query(from, now, after));
            for (WebEvent event : page.events()) {
                EventCollection.differences(event, collection.apply(event)).forEach((field, emptied) -> {
                    long[] count = counts.computeIfAbsent(field, any -> new long[2]);
                    count[0]++;
                    count[1] += emptied ? 1 : 0;
                });
            }
            events += page.events().size();
            readable &= page.coverage().unreadable() == 0;
            after = page.next();
        } while (after.isPresent() && events < MAX_EVENTS);
        return new CollectionPreview(
                from,
                now,
                events,
                readable && after.isEmpty(),
                counts.entrySet().stream()
                        .map(field -> new FieldCount(
                                field.getKey(),
                                treatment(choice, inventory, field.getKey()),
                                field.getValue()[0],
                                field.getValue()[1]))
                        .toList(),
                collection.weakens().stream().map(FactName::wire).toList());
    }

    private static String treatment(CollectionChoice choice, FieldInventory inventory, String name) {
        Field field = inventory.find(CollectionChoice.STORE, name).orElseThrow();
        // A name of the site follows the host where that is stored more coarsely.
        Field host = inventory.find(CollectionChoice.STORE, "host").orElseThrow();
        boolean follows = (name.equals("sni") || name.equals("connect_host"))
                && choice.of(host).compareTo(choice.of(field)) > 0;
        return choice.of(follows ? host : field).wire();
    }

    private static CustomerLake.Query query(Instant from, Instant to, Optional<Cursor> after) {
        return new CustomerLake.Query(
                from,
                to,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PAGE,
                after);
    }

    /** How many events of a field would have been stored differently. */
    public record FieldCount(String name, String treatment, long changed, long emptied) {}
}
