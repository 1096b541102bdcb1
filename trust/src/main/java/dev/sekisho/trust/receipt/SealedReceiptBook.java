package dev.sekisho.trust.receipt;

import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.kernel.scope.Region;
import dev.sekisho.records.RecordStore;
import dev.sekisho.records.Records;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.Vault;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.seal.receipt.VerificationKey;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.Chain.Head;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The book in the installation's sealed records. Two who add to one chain at the same time, in this process or another, are told
 * apart by the version of the chain's head; the slower one reads again.
 */
public final class SealedReceiptBook implements ReceiptBook {
    /** Clocks of two machines may differ by this much; a link then takes the time of the one before it. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private static final int ATTEMPTS = 20;
    private static final int LOCKS = 16;

    private final RecordStore records;
    private final InstallationVault vault;
    private final Region region;
    private final InstantSource clock;
    private final String producedBy;
    private final SecureRandom random = new SecureRandom();
    /** Keeps threads of this process from reading in vain. */
    private final List<Lock> locks =
            IntStream.range(0, LOCKS).<Lock>mapToObj(any -> new ReentrantLock()).toList();

    private final AtomicReference<String> problem = new AtomicReference<>("");

    /**
     * Over the installation's records and signing key.
     *
     * @param clock the data clock
     * @param producedBy the build, for example {@code sekisho 0.1.0}
     */
    public SealedReceiptBook(Records records, Vault vault, Region region, InstantSource clock, String producedBy) {
        this.records = records.installation();
        this.vault = vault.installation();
        this.region = region;
        this.clock = clock;
        this.producedBy = producedBy;
    }

    @Override
    public Receipt append(Subject subject, Statement statement) {
        return append(subject, Id128.random(random), statement);
    }

    @Override
    public Receipt append(Subject subject, Id128 id, Statement statement) {
        List<String> missing = statement.missingFacts();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "a statement of the kind " + statement.kind().wire() + " needs the facts " + missing);
        }
        Lock lock = locks.get(Math.floorMod(subject.hashCode(), LOCKS));
        lock.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    return records.transact(transaction -> {
                        Chain chain = new Chain(vault, transaction, subject.wire());
                        return chain.find(id).orElseGet(() -> next(chain, subject.wire(), id, statement));
                    });
                } catch (SekishoException e) {
                    if (e.code() != ErrorCode.CONFLICT || attempt == ATTEMPTS) {
                        throw e;
                    }
                    requireHead(subject, attempt);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Receipt next(Chain chain, String subject, Id128 id, Statement statement) {
        Optional<Row<Head>> head = chain.head();
        Optional<Receipt> last = head.map(row -> chain.at(row.value()));
        Receipt link = Receipt.signed(
                vault,
                id,
                region,
                subject,
                last.map(Receipt::number).orElse(0L) + 1,
                last.map(Receipt::hash).orElseGet(Receipt::beginning),
                time(last),
                producedBy,
                statement);
        chain.add(head, link);
        return link;
    }

    private Instant time(Optional<Receipt> last) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (last.isEmpty() || !now.isBefore(last.get().time())) {
            return now;
        }
        Instant before = last.get().time();
        if (now.isBefore(before.minus(CLOCKS_DIFFER))) {
            throw new SekishoException(
                    ErrorCode.CLOCK_SET_BACK,
                    "The clock says " + now + ", but a receipt was made at " + before + ". Set the clock right.");
        }
        return before;
    }

    /** Tells a head that was set back from one that somebody else moved meanwhile. */
    private void requireHead(Subject subject, int attempt) {
        if (attempt < ATTEMPTS / 2) {
            return;
        }
        boolean behind = records.transact(transaction -> {
            Chain chain = new Chain(vault, transaction, subject.wire());
            long number = number(chain);
            // Somebody else's link may have come after the head was read; then the head has moved as well.
            return chain.has(number + 1) && number(chain) == number;
        });
        if (behind) {
            throw new SekishoException(
                    ErrorCode.LEDGER_CUT,
                    "The head of a chain of receipts is behind its links. Compare the records database with its last backup.");
        }
    }

    private static long number(Chain chain) {
        return chain.head().map(row -> row.value().number()).orElse(0L);
    }

    @Override
    public List<Receipt> list(Subject subject, long before, int limit) {
        if (limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException("limit: 1 to " + MAX_LIST + ", not " + limit);
        }
        return records.transact(transaction -> {
            Chain chain = new Chain(vault, transaction, subject.wire());
            long newest =
                    chain.head().map(row -> chain.at(row.value()).number()).orElse(0L);
            List<Receipt> links = new ArrayList<>();
            for (long number = Math.min(newest, before - 1); number > 0 && links.size() < limit; number--) {
                links.add(chain.link(number));
            }
            return links;
        });
    }

    @Override
    public Optional<Receipt> find(Subject subject, Id128 id) {
        return records.transact(transaction -> new Chain(vault, transaction, subject.wire()).find(id));
    }

    @Override
    public VerificationKey publicKey() {
        return new VerificationKey(vault.verificationKey());
    }

    /** Anchors the heads of all chains once a day, in the installation's own chain, by a clock that {@code guard} believes. */
    public List<Job> jobs(ClockGuard guard) {
        return List.of(new Anchor(this, records, vault, Anchor.HEADS_A_LINK, guard, problem::set));
    }

    /** What the last look at the chains found wrong, without naming a customer; empty if nothing, or before the first look. */
    public String problem() {
        return problem.get();
    }
}
