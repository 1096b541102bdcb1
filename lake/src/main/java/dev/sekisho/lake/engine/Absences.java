package dev.sekisho.lake.engine;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.scope.CustomerId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Customers whose keys are withdrawn: their rows leave memory, their events are refused, their logs stay as they are. When the keys
 * are back, the rows come out of those logs again, each once, by the same rules as after a crash. What was offered but not yet in
 * a log is counted as a gap.
 */
final class Absences {
    private static final Logger LOG = LoggerFactory.getLogger(Absences.class);
    private static final long RETRY_MILLIS = 1_000;
    private static final Id128 NO_LOG = new Id128(0, 0);

    private final Customers customers;
    private final LogLedger ledger;
    private final Ingest ingest;
    private final Sealing sealing;
    private final Recovery recovery;
    private final Captures captures;

    Absences(
            Customers customers,
            LogLedger ledger,
            Ingest ingest,
            Sealing sealing,
            Recovery recovery,
            Captures captures) {
        this.captures = captures;
        this.customers = customers;
        this.ledger = ledger;
        this.ingest = ingest;
        this.sealing = sealing;
        this.recovery = recovery;
    }

    /** The keys of a customer are withdrawn: refuses at once, and clears memory beside the caller. */
    void withdraw(CustomerId customer) {
        customers.leave(customer).ifPresent(shard -> {
            ledger.keep(shard.vault);
            ingest.drop(shard).thenRunAsync(() -> sealing.abandon(shard), sealing);
            again(customer, shard);
        });
    }

    /** Customers whose keys were withdrawn before this start. */
    void watch() {
        customers.away().forEach((customer, shard) -> again(customer, shard));
    }

    private void again(CustomerId customer, Shard shard) {
        CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, sealing)
                .execute(() -> comeBack(customer, shard));
    }

    private void comeBack(CustomerId customer, Shard shard) {
        if (customers.away().get(customer) != shard) {
            return;
        }
        List<HotBuffer> buffers = new ArrayList<>();
        try {
            shard.vault.logKey(NO_LOG);
            // What is read again is cleared of what no manifest names; a capture of before would miss that.
            captures.end(shard.folder, "the keys of a customer came back");
            Shard back = recovery.again(customer, shard.vault, buffers);
            ingest.logAbove(Recovery.rememberedLog(back));
            ledger.release(shard.vault);
            customers.comeBack(customer, shard, back);
            buffers.forEach(sealing::add);
            ingest.lost(customer, shard.takeLost());
            LOG.info("The keys of a customer are back; {} buffers came out of the log", buffers.size());
        } catch (SekishoException e) {
            buffers.forEach(ledger::release);
            if (!Forgetting.isGone(e)) {
                if (e.code() != ErrorCode.KEY_WITHDRAWN) {
                    LOG.warn("A customer's rows could not be read again yet: {}", e.code());
                }
                again(customer, shard);
            }
        } catch (IOException e) {
            buffers.forEach(ledger::release);
            LOG.warn("A customer's rows could not be read again yet; check the disk");
            again(customer, shard);
        }
    }
}
