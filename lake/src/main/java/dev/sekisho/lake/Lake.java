package dev.sekisho.lake;

import dev.sekisho.kernel.event.EventSink;
import dev.sekisho.kernel.scope.CustomerScope;
import java.time.Duration;
import java.util.Map;

/** The event lake of one region. */
public interface Lake extends AutoCloseable {
    /** Where gateways put events. */
    EventSink sink();

    /** The events of the scope's customer. */
    CustomerLake of(CustomerScope scope);

    /** Answers when every event accepted before the call is sealed in a segment. */
    void flush();

    /** Waits until every event accepted before the call is durable in the log, at most this long. */
    boolean awaitDurable(Duration limit);

    /** State for health and metrics. */
    LakeStatus status();

    /** What a backup reads. */
    LakeCopy copy();

    /**
     * Figures for metrics, none of which names a customer: {@code hot-bytes}, {@code hot-rows}, {@code customers-at-limit}, {@code
     * damaged-holds}, {@code captures-open} now, and {@code values-cut}, {@code events-late-dropped}, {@code events-not-stored},
     * {@code captures-ended-early} and, of days and holds that were found with destroyed keys, {@code ended-without-keys} since
     * start.
     */
    Map<String, Long> figures();

    /** Makes everything accepted durable, then stops. */
    @Override
    void close();

    /**
     * Numbers for health and metrics; none names a customer.
     *
     * @param accepted events taken since start
     * @param durable events in the log or a segment since start
     * @param hotRows rows not yet sealed
     * @param hotBytes memory that rows not yet sealed take, and events that wait
     * @param customersAtLimit customers with as much of it as one may have, so that their events are refused
     * @param cutValues values of events that were cut because they were longer than 8 KiB, since start
     * @param segments sealed segments
     * @param gaps events that were counted as not stored since start
     * @param damagedSegments segments that could not be opened since start
     * @param damagedHolds legal holds that cannot be read now, while which nothing old of their customers is deleted
     * @param damagedLogs places of a log that could not be opened although whole frames follow, since start
     * @param problem what stops it from taking events, or empty
     */
    record LakeStatus(
            long accepted,
            long durable,
            long hotRows,
            long hotBytes,
            long customersAtLimit,
            long cutValues,
            long segments,
            long gaps,
            long damagedSegments,
            long damagedHolds,
            long damagedLogs,
            String problem) {}
}
