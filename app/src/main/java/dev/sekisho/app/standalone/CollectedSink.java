package dev.sekisho.app.standalone;

import dev.sekisho.control.MetricSource;
import dev.sekisho.directory.CollectionTable;
import dev.sekisho.kernel.collection.EventCollection;
import dev.sekisho.kernel.collection.EventShape;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.event.WebEvent;
import dev.sekisho.kernel.inventory.FieldInventory;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Stands before the lake and lets through of each event what its customer chose to have stored: what is off never reaches the log.
 * It keeps nothing, and answers from memory. An event of a customer whose choice is not known, whose pseudonyms cannot be made, or
 * with a value that the register lacks is not taken: the gateway then refuses the request or counts a gap, as with a full log.
 */
final class CollectedSink implements EventSink, MetricSource {
    private final EventSink lake;
    private final CollectionTable collections;
    private final EventShape shape;
    private final Map<ErrorCode, LongAdder> refused = new EnumMap<>(ErrorCode.class);

    /**
     * Before {@code lake}.
     *
     * @param collections what each customer chose
     * @param inventory the register
     */
    CollectedSink(EventSink lake, CollectionTable collections, FieldInventory inventory) {
        this.lake = lake;
        this.collections = collections;
        this.shape = EventShape.against(inventory);
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(code, new LongAdder());
        }
    }

    @Override
    public boolean offer(CustomerScope scope, WebEvent event) {
        Optional<EventCollection> collection = collections.collection(scope);
        if (collection.isEmpty()) {
            return refuse(ErrorCode.SCOPE_MISSING);
        }
        WebEvent collected;
        try {
            collected = collection.get().apply(event);
        } catch (SekishoException noPseudonyms) {
            return refuse(noPseudonyms.code());
        }
        return shape.unregistered(collected).isPresent()
                ? refuse(ErrorCode.FIELD_NOT_IN_INVENTORY)
                : lake.offer(scope, collected);
    }

    @Override
    public boolean ready() {
        return lake.ready();
    }

    /** Not for a customer whose choice is not known: its events would not be taken. */
    @Override
    public boolean ready(CustomerScope scope) {
        return collections.collection(scope).isPresent() && lake.ready(scope);
    }

    @Override
    public void gap(CustomerScope scope, long events) {
        lake.gap(scope, events);
    }

    /** Events that were not taken, by the reason. */
    long refused(ErrorCode code) {
        LongAdder count = refused.get(code);
        return count == null ? 0 : count.sum();
    }

    /** What is wrong, for health; empty if nothing is. */
    String problem() {
        long lacking = refused(ErrorCode.FIELD_NOT_IN_INVENTORY);
        return lacking == 0
                ? ""
                : lacking + " event(s) held a field that the register of stored fields lacks and were not stored ("
                        + ErrorCode.FIELD_NOT_IN_INVENTORY.code() + "); add its row to fields.tsv";
    }

    @Override
    public List<Metric> metrics() {
        return refused.entrySet().stream()
                .filter(count -> count.getValue().sum() > 0 || count.getKey() == ErrorCode.FIELD_NOT_IN_INVENTORY)
                .map(count -> new Metric(
                        "sekisho_collection_refused_total",
                        "Events that were not taken before the log, by code.",
                        Kind.COUNTER,
                        Map.of("code", count.getKey().code()),
                        count.getValue().sum()))
                .toList();
    }

    private boolean refuse(ErrorCode code) {
        LongAdder count = refused.get(code);
        if (count != null) {
            count.increment();
        }
        return false;
    }
}
