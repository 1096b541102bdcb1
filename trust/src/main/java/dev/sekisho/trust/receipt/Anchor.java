package dev.sekisho.trust.receipt;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.records.RecordStore;
import dev.sekisho.seal.InstallationVault;
import dev.sekisho.seal.receipt.Receipt;
import dev.sekisho.seal.receipt.ReceiptFile;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.ReceiptVerifier;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.Chain.Head;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the heads of all customers' chains into the installation's chain, after it looked whether every chain still holds what the
 * last anchor named and whether the links since then stand on each other. So a customer's chain can be cut unseen only together
 * with the installation's; and of that, operators and auditors hold receipts elsewhere.
 *
 * <p>A region's heads go into as many links as they need, {@link #HEADS_A_LINK} each.
 */
final class Anchor implements Job {
    static final int HEADS_A_LINK = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Anchor.class);
    private static final Duration AFTER_MIDNIGHT = Duration.ofMinutes(10);
    private static final String HEAD = "head.";
    private static final int PAGE = 100;
    private static final Subject OWN = new Subject.Installation();
    private static final HexFormat HEX = HexFormat.of();
    private static final List<String> CONTROLS = List.of("A4");
    private static final String CHECK =
            "Ask for the chain of a subject that is named here: its link of that number must have that"
                    + " SHA-256. Who keeps this receipt outside of the installation can show that links up to it were cut or replaced.";

    private final ReceiptBook book;
    private final RecordStore records;
    private final InstallationVault vault;
    private final int headsALink;
    private final SecureRandom random = new SecureRandom();
    private final ClockGuard guard;
    private final Consumer<String> problem;

    Anchor(
            ReceiptBook book,
            RecordStore records,
            InstallationVault vault,
            int headsALink,
            ClockGuard guard,
            Consumer<String> problem) {
        this.book = book;
        this.records = records;
        this.vault = vault;
        this.headsALink = headsALink;
        this.guard = guard;
        this.problem = problem;
    }

    @Override
    public String name() {
        return "trust.receipts.anchor";
    }

    /** Ten minutes after the next UTC midnight, when the jobs of midnight have written their receipts; at once the first time. */
    @Override
    public Instant nextDue(Instant last, Instant now) {
        if (last.equals(Instant.EPOCH)) {
            return now;
        }
        Instant sameDay = last.truncatedTo(ChronoUnit.DAYS).plus(AFTER_MIDNIGHT);
        return last.isBefore(sameDay) ? sameDay : sameDay.plus(Duration.ofDays(1));
    }

    /**
     * Looks at the chains whatever the clock shows; but only a clock that can be believed signs.
     *
     * @throws SekishoException {@code LEDGER_CUT} or {@code RECORD_DAMAGED} if a chain does not hold; {@code CLOCK_SET_BACK} or
     *     {@code CLOCK_LEAPT} if there is something to sign
     */
    @Override
    public void run(Instant due) throws InterruptedException {
        Optional<SortedMap<String, String>> grown;
        try {
            grown = grown();
            problem.accept("");
        } catch (SekishoException e) {
            problem.accept(String.valueOf(e.getMessage()));
            throw e;
        }
        if (grown.isPresent()) {
            var ignored = guard.require();
            write(grown.get());
        }
    }

    /** The heads of all chains if one of them is not anchored, after a look at each. */
    private Optional<SortedMap<String, String>> grown() throws InterruptedException {
        Anchored anchored = anchored();
        SortedMap<String, String> heads = new TreeMap<>();
        Set<String> all = new TreeSet<>(anchored.heads().keySet());
        for (Head head : records.transact(Chain::heads)) {
            heads.put(head.subject(), text(head.number(), head.hash()));
            all.add(head.subject());
        }
        for (String subject : all) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped between two chains");
            }
            if (subject.equals(OWN.wire())) {
                look(subject, anchored.since(), "");
            } else {
                String named = anchored.heads().getOrDefault(subject, "");
                look(subject, number(named), named);
            }
        }
        heads.remove(OWN.wire());
        return heads.equals(anchored.heads()) ? Optional.empty() : Optional.of(heads);
    }

    /**
     * What is anchored.
     *
     * @param heads number and hash by subject, the newest of each
     * @param since where in the installation's chain the oldest of them stands; 1 if there is no anchor
     */
    private record Anchored(SortedMap<String, String> heads, long since) {}

    /** Goes back in the installation's chain to the newest anchor with all its parts. */
    private Anchored anchored() {
        SortedMap<String, String> heads = new TreeMap<>();
        Map<String, Integer> parts = new HashMap<>();
        long before = Long.MAX_VALUE;
        while (true) {
            List<Receipt> page = book.list(OWN, before, PAGE);
            for (Receipt link : page) {
                before = link.number();
                if (link.statement().kind() == ReceiptKind.ANCHOR) {
                    SortedMap<String, String> facts = link.statement().facts();
                    facts.tailMap(HEAD).forEach((name, value) -> {
                        if (name.startsWith(HEAD)) {
                            heads.putIfAbsent(name.substring(HEAD.length()), value);
                        }
                    });
                    int seen = parts.merge(fact(facts, "anchor"), 1, Integer::sum);
                    if (seen == Integer.parseInt(fact(facts, "parts"))) {
                        return new Anchored(heads, before);
                    }
                }
            }
            if (page.size() < PAGE) {
                return new Anchored(heads, 1);
            }
        }
    }

    private static String fact(SortedMap<String, String> facts, String name) {
        return facts.getOrDefault(name, "");
    }

    /** Whether a chain still holds the link that was anchored, and every link since then. */
    private void look(String subject, long from, String named) {
        long newest = records.<Long>transact(transaction -> new Chain(vault, transaction, subject)
                .head()
                .map(row -> row.value().number())
                .orElse(0L));
        if (newest < from) {
            throw cut();
        }
        ReceiptVerifier verifier = new ReceiptVerifier(book.publicKey());
        for (long first = Math.max(1, from); first <= newest; first += PAGE) {
            long start = first;
            List<Receipt> links = records.transact(transaction -> {
                Chain chain = new Chain(vault, transaction, subject);
                // One link more than a page, so that pages stand on each other.
                return LongStream.rangeClosed(start, Math.min(newest, start + PAGE))
                        .mapToObj(chain::link)
                        .toList();
            });
            Receipt oldest = links.getFirst();
            if (start == from
                    && !named.isEmpty()
                    && !named.equals(text(oldest.number(), HEX.formatHex(oldest.hash())))) {
                throw cut();
            }
            if (!verifier.verify(new ReceiptFile(book.publicKey(), links, Optional.empty()))
                    .holds()) {
                throw new SekishoException(
                        ErrorCode.RECORD_DAMAGED,
                        "A chain of receipts does not hold. Compare the records database with its last backup.");
            }
        }
    }

    private static SekishoException cut() {
        return new SekishoException(
                ErrorCode.LEDGER_CUT,
                "A chain of receipts lacks links that the installation anchored. Compare the records database with its last"
                        + " backup, and the receipts that were handed out.");
    }

    private void write(SortedMap<String, String> heads) {
        String id = Id128.random(random).toString();
        List<Map.Entry<String, String>> entries = List.copyOf(heads.entrySet());
        int parts = (entries.size() + headsALink - 1) / headsALink;
        for (int part = 1; part <= parts; part++) {
            SortedMap<String, String> facts = new TreeMap<>();
            facts.put("anchor", id);
            facts.put("chains", Integer.toString(entries.size()));
            facts.put("part", Integer.toString(part));
            facts.put("parts", Integer.toString(parts));
            entries.subList((part - 1) * headsALink, Math.min(entries.size(), part * headsALink))
                    .forEach(entry -> facts.put(HEAD + entry.getKey(), entry.getValue()));
            book.append(OWN, new Statement(ReceiptKind.ANCHOR, facts, CONTROLS, "job:" + name(), CHECK));
        }
        LOG.info("The heads of {} chains of receipts were anchored", entries.size());
    }

    private static String text(long number, String hash) {
        return number + " " + hash;
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
}
