package dev.sekisho.trust.restore;

import dev.sekisho.kernel.id.Id128;
import java.time.Instant;

/**
 * What a restore brought back.
 *
 * @param set the full set
 * @param number of the newest manifest of it
 * @param time the moment that the region went back to
 * @param shipments how many shipments after the full set
 * @param rows rows of the records
 * @param segments segments of the lake
 * @param bytes of segments
 * @param missing files of the lake that the set did not have
 * @param ledger lines of the erasure ledger, which the next start applies before it serves
 */
public record Restored(
        Id128 set,
        long number,
        Instant time,
        int shipments,
        long rows,
        int segments,
        long bytes,
        int missing,
        long ledger) {}
