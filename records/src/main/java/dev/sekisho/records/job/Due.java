package dev.sekisho.records.job;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the table keeps of a job beside the time of its next run, which is later than the due time where a run failed.
 *
 * @param due the time for which it runs next; {@link Instant#EPOCH} before the first run: then it is the time of the run
 */
record Due(Instant due) {
    static final Due FIRST = new Due(Instant.EPOCH);

    /** Eight bytes; Java's own serialisation would let the table make objects. */
    static final class Codec implements Serializer {
        @Override
        public byte[] serialize(@Nullable Object data) {
            Due due = data == null ? FIRST : (Due) data;
            return ByteBuffer.allocate(8).putLong(due.due().toEpochMilli()).array();
        }

        @Override
        public <T> T deserialize(Class<T> type, byte @Nullable [] bytes) {
            Due due = bytes == null || bytes.length != 8
                    ? FIRST
                    : new Due(Instant.ofEpochMilli(ByteBuffer.wrap(bytes).getLong()));
            return type.cast(due);
        }
    }
}
