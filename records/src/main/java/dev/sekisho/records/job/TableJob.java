package dev.sekisho.records.job;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.sekisho.kernel.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job as the table runs it: missed times coalesce to the newest, a failure is tried again later and later. A time that a clock
 * planned or reached which was ahead, and was set right since, counts for nothing.
 */
final class TableJob {
    private static final Logger log = LoggerFactory.getLogger(TableJob.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration MAX_RETRY = Duration.ofHours(1);
    private static final int MAX_MISSED = 10_000;

    private final Job job;
    private final InstantSource clock;
    private final LongAdder allFailures;
    private final LongAdder failures = new LongAdder();
    private final Runnable settled;
    /** A moved clock makes a running job look dead, and it is started again beside itself: the second waits for the first. */
    private final ReentrantLock running = new ReentrantLock();

    private volatile Instant attempted = Instant.EPOCH;
    private Instant done = Instant.EPOCH;

    TableJob(Job job, InstantSource clock, LongAdder allFailures, Runnable settled) {
        this.job = job;
        this.clock = clock;
        this.allFailures = allFailures;
        this.settled = settled;
    }

    String name() {
        return job.name();
    }

    /** Runs that failed since the start. */
    long failures() {
        return failures.sum();
    }

    CustomTask<Due> task() {
        return Tasks.custom(job.name(), Due.class)
                .scheduleOnStartup("one", Due.FIRST, now -> job.nextDue(Instant.EPOCH, now))
                .onFailure(this::failed)
                .onDeadExecutionRevive()
                .execute((instance, context) -> run(instance, context.getExecution().executionTime));
    }

    private CompletionHandler<Due> run(TaskInstance<Due> instance, Instant time) {
        running.lock();
        try {
            Instant now = clock.instant();
            if (done.isAfter(now)) {
                done = Instant.EPOCH;
            }
            Instant stored = instance.getData().equals(Due.FIRST)
                    ? time
                    : instance.getData().due();
            Instant planned = stored.isAfter(latest(now)) ? now : stored;
            Instant due = newest(planned, now);
            attempted = due;
            if (!due.isAfter(now) && due.isAfter(done)) {
                job.run(due);
                done = due;
            }
            Instant next = due.isAfter(now) ? due : after(due);
            return (complete, operations) -> {
                operations.reschedule(complete, next, new Due(next));
                settled.run();
            };
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new JobFailed(e);
        } finally {
            running.unlock();
        }
    }

    /** No run and no new try is planned for later than this. */
    Instant latest(Instant now) {
        Instant next = job.nextDue(now, now);
        Instant retry = now.plus(MAX_RETRY);
        return next.isAfter(retry) ? next : retry;
    }

    private Instant after(Instant due) {
        Instant next = job.nextDue(due, clock.instant());
        return next.isAfter(due) ? next : due.plusSeconds(1);
    }

    /** The newest time that fell due; {@code planned} itself if that is still to come. */
    private Instant newest(Instant planned, Instant now) {
        Instant due = planned;
        for (int missed = 0; missed < MAX_MISSED; missed++) {
            Instant next = job.nextDue(due, now);
            if (!next.isAfter(due) || next.isAfter(now)) {
                return due;
            }
            due = next;
        }
        return now;
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Due> operations) {
        failures.increment();
        allFailures.increment();
        int before = Math.min(complete.getExecution().consecutiveFailures, 10);
        Duration pause = FIRST_RETRY.multipliedBy(1L << before);
        log.error(
                "Job {} failed and is tried again: {}",
                job.name(),
                complete.getCause().map(Throwable::getMessage).orElse(""));
        operations.reschedule(
                complete, clock.instant().plus(pause.compareTo(MAX_RETRY) > 0 ? MAX_RETRY : pause), new Due(attempted));
        settled.run();
    }

    /** Carries a job's exception through the scheduler. */
    private static final class JobFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        JobFailed(Exception cause) {
            super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        }
    }
}
