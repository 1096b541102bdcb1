package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.lake.files.LakeFiles;
import dev.sekisho.lake.log.LogFile;
import dev.sekisho.seal.CustomerVault;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which logs exist and which buffers still need them; a log that no buffer needs is made dark and then deleted. */
final class LogLedger {
    private final LakeFiles files;
    private final ConcurrentSkipListMap<Long, Map<Id128, CustomerVault>> closed = new ConcurrentSkipListMap<>();
    /** Customers whose keys are withdrawn: their logs stay. */
    private final Set<CustomerVault> kept = ConcurrentHashMap.newKeySet();

    private final Set<HotBuffer> live = ConcurrentHashMap.newKeySet();

    LogLedger(LakeFiles files) {
        this.files = files;
    }

    /** A buffer has rows that are in logs only. */
    void need(HotBuffer buffer) {
        buffer.charge();
        live.add(buffer);
    }

    /** A buffer's rows are in a segment, or given up. */
    void release(HotBuffer buffer) {
        live.remove(buffer);
        buffer.release();
    }

    /** Nothing is added to a log any more. */
    void close(long sequence, Map<Id128, CustomerVault> keys) {
        closed.put(sequence, new ConcurrentHashMap<>(keys));
    }

    /** How many closed logs exist. */
    int size() {
        return closed.size();
    }

    /** The oldest log that exists, or {@code current} if that is the only one. */
    long oldest(long current) {
        Map.Entry<Long, Map<Id128, CustomerVault>> first = closed.firstEntry();
        return first == null ? current : Math.min(current, first.getKey());
    }

    /** All buffers with rows that are in logs only. */
    Set<HotBuffer> live() {
        return live;
    }

    /** Keeps the logs that hold frames of a customer, although no buffer needs them. */
    void keep(CustomerVault vault) {
        kept.add(vault);
    }

    /** Keeps them no longer. */
    void release(CustomerVault vault) {
        kept.remove(vault);
    }

    /** Keys in a closed log belong to this handle from here on. */
    void pass(long sequence, Map<Id128, CustomerVault> keys) {
        closed.computeIfPresent(sequence, (log, known) -> {
            known.putAll(keys);
            return known;
        });
    }

    /** The closed logs that hold frames of a customer, in order. */
    List<Long> logsOf(CustomerVault vault) {
        return closed.entrySet().stream()
                .filter(log -> log.getValue().containsValue(vault))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Destroys the keys of logs that no buffer needs, then deletes them. */
    void clean() throws IOException {
        long needed = live.stream().mapToLong(HotBuffer::firstLog).min().orElse(Long.MAX_VALUE);
        for (Map.Entry<Long, Map<Id128, CustomerVault>> log :
                closed.headMap(needed, false).entrySet()) {
            for (Map.Entry<Id128, CustomerVault> key : log.getValue().entrySet()) {
                if (!kept.contains(key.getValue())) {
                    destroy(key.getValue(), key.getKey());
                    log.getValue().remove(key.getKey());
                }
            }
            if (log.getValue().isEmpty()) {
                files.delete(LogFile.name(log.getKey()));
                closed.remove(log.getKey());
            }
        }
    }

    /**
     * Destroys the keys of one customer in logs before a number that none of its buffers needs: its rows in them are in segments.
     *
     * @return in how many logs before that number it still has a key
     */
    int darken(Shard shard, long beforeLog) {
        long needed = live.stream()
                .filter(buffer -> buffer.shard == shard)
                .mapToLong(HotBuffer::firstLog)
                .min()
                .orElse(Long.MAX_VALUE);
        int left = 0;
        for (Map.Entry<Long, Map<Id128, CustomerVault>> log :
                closed.headMap(beforeLog, false).entrySet()) {
            for (Map.Entry<Id128, CustomerVault> key : log.getValue().entrySet()) {
                if (key.getValue() != shard.vault) {
                    continue;
                }
                if (log.getKey() < needed) {
                    destroy(key.getValue(), key.getKey());
                    log.getValue().remove(key.getKey());
                } else {
                    left++;
                }
            }
        }
        return left;
    }

    private static void destroy(CustomerVault vault, Id128 key) {
        try {
            vault.destroyLogKey(key);
        } catch (SekishoException e) {
            if (e.code() != ErrorCode.KEY_DESTROYED && e.code() != ErrorCode.KEY_UNKNOWN) {
                throw e;
            }
        }
    }
}
