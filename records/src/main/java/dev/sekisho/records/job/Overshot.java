package dev.sekisho.records.job;

import dev.sekisho.records.connect.Failures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls in what was planned by a clock that was ahead and has been set right since: otherwise the job would be silent until the time
 * that the clock showed. Also frees a job that a process took while the clock was ahead and did not live to end: nobody would miss
 * its heartbeats before that time.
 */
final class Overshot {
    private static final Logger log = LoggerFactory.getLogger(Overshot.class);
    /** Stored times are rounded, and clocks of two nodes differ. */
    private static final Duration SLACK = Duration.ofMinutes(1);
    /** Looks at which a heartbeat of the future must be the same before its process counts as dead. */
    private static final int LOOKS = 4;

    private static final String ROWS = "SELECT task_name, version, picked, execution_time, last_heartbeat"
            + " FROM scheduled_tasks WHERE task_name = ANY (?)";
    private static final String PULL_IN = "UPDATE scheduled_tasks SET picked = false, picked_by = NULL,"
            + " last_heartbeat = NULL, execution_time = ?, task_data = ?, version = version + 1"
            + " WHERE task_name = ? AND version = ? AND picked = ? AND last_heartbeat IS NOT DISTINCT FROM ?";

    private final DataSource connections;
    private final Map<String, TableJob> jobs;
    private final Map<String, Beat> frozen = new HashMap<>();

    Overshot(DataSource connections, Collection<TableJob> jobs) {
        this.connections = connections;
        this.jobs = new HashMap<>();
        jobs.forEach(job -> this.jobs.put(job.name(), job));
    }

    /** A heartbeat of the future, and at how many looks it was seen. */
    private record Beat(Instant time, int looks) {}

    private record Planned(
            String job,
            long version,
            boolean picked,
            Instant time,
            @Nullable Instant beat) {}

    /** Looks at every job; answers how many are due now that were not. */
    synchronized int pullIn(Instant now) {
        int moved = 0;
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(ROWS)) {
            statement.setArray(1, connection.createArrayOf("text", jobs.keySet().toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Planned planned = new Planned(
                            rows.getString(1),
                            rows.getLong(2),
                            rows.getBoolean(3),
                            instant(rows.getObject(4, OffsetDateTime.class)),
                            beat(rows.getObject(5, OffsetDateTime.class)));
                    if (planned.picked() ? deserted(planned, now) : beyond(planned, now)) {
                        moved += move(connection, planned, now);
                    }
                }
            }
        } catch (SQLException e) {
            throw Failures.translate(e);
        }
        return moved;
    }

    private boolean beyond(Planned planned, Instant now) {
        TableJob job = jobs.get(planned.job());
        return job != null && planned.time().isAfter(job.latest(now).plus(SLACK));
    }

    private boolean deserted(Planned planned, Instant now) {
        Instant time = planned.beat();
        if (time == null || !time.isAfter(now.plus(SLACK))) {
            frozen.remove(planned.job());
            return false;
        }
        Beat beat = frozen.merge(
                planned.job(),
                new Beat(time, 1),
                (before, seen) -> before.time().equals(time) ? new Beat(time, before.looks() + 1) : seen);
        return beat.looks() >= LOOKS;
    }

    private static int move(Connection connection, Planned planned, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PULL_IN)) {
            statement.setObject(1, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
            statement.setBytes(2, new Due.Codec().serialize(Due.FIRST));
            statement.setString(3, planned.job());
            statement.setLong(4, planned.version());
            statement.setBoolean(5, planned.picked());
            Instant beat = planned.beat();
            statement.setObject(
                    6,
                    beat == null ? null : OffsetDateTime.ofInstant(beat, ZoneOffset.UTC),
                    java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
            int moved = statement.executeUpdate();
            if (moved > 0) {
                log.warn("Job {} was planned by a clock that was ahead, and is due now", planned.job());
            }
            return moved;
        }
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    private static @Nullable Instant beat(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
