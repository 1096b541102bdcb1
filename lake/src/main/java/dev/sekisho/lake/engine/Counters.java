package dev.sekisho.lake.engine;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The numbers behind the lake's status; none names a customer. */
final class Counters {
    final AtomicLong durable = new AtomicLong();
    final AtomicLong hotRows = new AtomicLong();
    final AtomicLong gaps = new AtomicLong();
    /** Events that were dropped because their day or their person was deleted before they came. */
    final AtomicLong lateDropped = new AtomicLong();

    final AtomicLong cutValues = new AtomicLong();
    final AtomicLong damagedSegments = new AtomicLong();
    /** Days and holds that were found without their keys at start, and went. */
    final AtomicLong endedWithoutKeys = new AtomicLong();

    final AtomicLong damagedLogs = new AtomicLong();
    /** The most bytes of rows that the start held at once. */
    final AtomicLong mostRecovered = new AtomicLong();
    /** Why the log cannot be written, or empty. */
    final AtomicReference<String> logProblem = new AtomicReference<>("");
    /** Why rows cannot be sealed, or empty. */
    final AtomicReference<String> sealProblem = new AtomicReference<>("");
}
