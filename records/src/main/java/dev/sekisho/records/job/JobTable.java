package dev.sekisho.records.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.records.connect.Failures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs on a table (db-scheduler): they survive a restart, run on one node at a time, and a run that was missed is made up for once.
 * A node that dies is missed after some 20 seconds; its job is then run again by another.
 *
 * <p>The scheduler sleeps until a time of the clock. When that is set back, it would sleep on until the clock is where it was: so it
 * is begun anew, and what was planned too late is pulled in.
 */
public final class JobTable implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobTable.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final Duration RUN_DUE_LIMIT = Duration.ofMinutes(10);
    private static final int THREADS = 3;
    /** Clocks are set right by seconds all the time; that much the scheduler sleeps on. */
    private static final Duration SET_BACK = Duration.ofSeconds(10);

    private final DataSource connections;
    private final InstantSource clock;
    private final Map<String, TableJob> jobs;
    private final Supplier<Scheduler> maker;
    private final Overshot overshot;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("job-clock").daemon().factory());
    private final Object settled = new Object();
    private final Object starting = new Object();
    private Scheduler scheduler;
    private Instant seen;
    private boolean closed;

    /** Starts running the jobs by the given clock; {@code failures} counts runs that failed. */
    public JobTable(DataSource connections, List<Job> jobs, InstantSource clock, LongAdder failures) {
        this.connections = connections;
        this.clock = clock;
        this.jobs = jobs.stream()
                .collect(Collectors.toMap(Job::name, job -> new TableJob(job, clock, failures, this::settled)));
        List<CustomTask<Due>> tasks =
                this.jobs.values().stream().map(TableJob::task).toList();
        this.maker = () -> Scheduler.create(connections)
                .startTasks(tasks)
                .clock(clock::instant)
                .serializer(new Due.Codec())
                .schedulerName(new SchedulerName.Fixed("node-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())))
                .threads(THREADS)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(STOP)
                .build();
        this.overshot = new Overshot(connections, this.jobs.values());
        this.seen = clock.instant();
        this.scheduler = maker.get();
        scheduler.start();
        var unused = watch.scheduleWithFixedDelay(this::watch, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void watch() {
        try {
            look();
        } catch (RuntimeException e) {
            // A later look sees the same; an exception would end the looking.
            log.warn("The plan of jobs could not be looked at: {}", e.getClass().getSimpleName());
        }
    }

    /** Begins anew if the clock was set back, and pulls in what was planned too late. */
    private void look() {
        synchronized (starting) {
            if (closed) {
                return;
            }
            Instant now = clock.instant();
            if (now.isBefore(seen.minus(SET_BACK))) {
                log.warn("The clock was set back; the jobs are planned anew");
                scheduler.stop();
                scheduler = maker.get();
                scheduler.start();
            }
            seen = now;
            if (overshot.pullIn(now) > 0) {
                scheduler.triggerCheckForDueExecutions();
            }
        }
    }

    private void trigger() {
        synchronized (starting) {
            if (!closed) {
                scheduler.triggerCheckForDueExecutions();
            }
        }
    }

    /**
     * Runs every job that is due now and returns when all are done.
     *
     * @throws SekishoException {@code INTERNAL} with the names of the jobs that failed; {@code DATABASE_UNAVAILABLE}
     */
    public void runDue() {
        Map<String, Long> before = jobs.values().stream().collect(Collectors.toMap(TableJob::name, TableJob::failures));
        long end = System.nanoTime() + RUN_DUE_LIMIT.toNanos();
        look();
        while (anyDue()) {
            trigger();
            if (System.nanoTime() > end) {
                throw new SekishoException(
                        ErrorCode.INTERNAL, "Jobs that are due are still running; look again later.");
            }
            await();
        }
        TreeSet<String> failed = new TreeSet<>();
        jobs.values().forEach(job -> {
            if (job.failures() > before.getOrDefault(job.name(), 0L)) {
                failed.add(job.name());
            }
        });
        if (!failed.isEmpty()) {
            throw new SekishoException(
                    ErrorCode.INTERNAL,
                    "These jobs failed and are tried again later: " + String.join(", ", failed) + ".");
        }
    }

    /** Until a job ends, or not long. */
    private void await() {
        synchronized (settled) {
            try {
                settled.wait(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SekishoException(ErrorCode.INTERNAL, "Waiting for jobs was interrupted.", e);
            }
        }
    }

    private void settled() {
        synchronized (settled) {
            settled.notifyAll();
        }
    }

    private boolean anyDue() {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT 1 FROM scheduled_tasks WHERE task_name = ANY (?) AND (picked OR execution_time <= ?)")) {
            statement.setArray(1, connection.createArrayOf("text", jobs.keySet().toArray()));
            statement.setObject(2, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
    }

    /** Lets running jobs end for three seconds, then interrupts them. */
    @Override
    public void close() {
        watch.shutdownNow();
        synchronized (starting) {
            closed = true;
            scheduler.stop();
        }
    }
}
