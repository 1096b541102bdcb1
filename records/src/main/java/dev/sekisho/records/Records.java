package dev.sekisho.records;

import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.CustomerScope;
import java.util.List;
import java.util.Map;

/** The records database of one region. */
public interface Records extends AutoCloseable {
    /** The records of the scope's customer. */
    RecordStore of(CustomerScope scope);

    /**
     * Removes every record of the scope's customer. Works before and after its keys are destroyed; interrupted, it is called again.
     *
     * @return how many there were
     */
    long forget(CustomerScope scope);

    /** The records of the installation itself: operators, the register of customers, set-up state. */
    RecordStore installation();

    /** What is asked before a scope exists. */
    Gatekeeper gatekeeper();

    /** Copies of all rows, as they are sealed. */
    RecordsCopy copy();

    /** Starts running these jobs on the job table, by the given clock. */
    void startJobs(List<Job> jobs);

    /** Runs every job that is due now, once, and answers when all are done; for a clock that was moved. */
    void runDueJobs();

    /** Whether the database answers, within a second; the text says what is wrong, or is empty. */
    String problem();

    /** Figures for metrics: connections in use, statements, failures; none names a customer. */
    Map<String, Long> figures();

    /** Stops jobs, then the connections, then the database if it is embedded. */
    @Override
    void close();
}
