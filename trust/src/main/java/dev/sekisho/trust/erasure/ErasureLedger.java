package dev.sekisho.trust.erasure;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.PersonToken;
import dev.sekisho.kernel.scope.CustomerId;
import dev.sekisho.seal.RecordSealer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was erased, in the order of erasing: append-only, sealed, each line naming the one before, in at least two files that belong
 * neither to the data nor to its backups. A line is written <em>before</em> anything is erased, and every start applies all of them
 * again: an old copy of the records, the lake or the key store that somebody brought back becomes dark before anybody is served.
 * A ledger that ends before an anchored head was cut, and nothing starts over it.
 */
public final class ErasureLedger {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureLedger.class);

    private final List<LedgerFile> copies;
    private final List<LedgerFile.Line> lines;
    private final Set<Path> behind = new LinkedHashSet<>();
    private final List<LedgerAnchor> anchors = new ArrayList<>();
    private long length;
    private String repaired = "";

    private ErasureLedger(List<LedgerFile> copies, List<LedgerFile.Line> lines) {
        this.copies = copies;
        this.lines = new ArrayList<>(lines);
        this.length = LedgerFile.MAGIC.length
                + lines.stream().mapToLong(line -> line.bytes().length).sum();
    }

    /**
     * Opens the ledger; makes it if no file is there, which only {@link #anchor} can tell from one that was taken away.
     *
     * @param files its copies, at least two, in different folders
     * @param sealer the installation's keys
     * @throws SekishoException {@code LEDGER_CUT} if the copies contradict each other, {@code DISK_FAILED} if none can be read or
     *     written, {@code CONFIG_INVALID}
     */
    public static ErasureLedger open(List<Path> files, RecordSealer sealer) {
        if (files.stream()
                        .map(file -> file.toAbsolutePath().normalize())
                        .distinct()
                        .count()
                < 2) {
            throw new SekishoException(
                    ErrorCode.CONFIG_INVALID,
                    "The erasure ledger needs two different files; add a place to keys.copies.");
        }
        List<LedgerFile> copies =
                files.stream().map(file -> new LedgerFile(file, sealer)).toList();
        List<LedgerFile.Content> contents = new ArrayList<>();
        LedgerFile.Content longest = new LedgerFile.Content(List.of(), true, true);
        int unreadable = 0;
        for (LedgerFile copy : copies) {
            LedgerFile.Content content;
            try {
                content = copy.read();
            } catch (IOException e) {
                LOG.warn(
                        "A copy of the erasure ledger cannot be read: {}",
                        e.getClass().getSimpleName());
                content = new LedgerFile.Content(List.of(), false, false);
                unreadable++;
            }
            contents.add(content);
            if (content.lines().size() > longest.lines().size()) {
                longest = content;
            }
        }
        if (unreadable == copies.size()) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "No copy of the erasure ledger can be read; check the folders of keys.copies and of the root file.");
        }
        ErasureLedger ledger = new ErasureLedger(copies, longest.lines());
        ledger.agree(contents);
        return ledger;
    }

    /** Every copy is a beginning of the longest, or somebody wrote two histories. */
    private synchronized void agree(List<LedgerFile.Content> contents) {
        boolean any = contents.stream().anyMatch(content -> !content.missing());
        for (int i = 0; i < copies.size(); i++) {
            LedgerFile.Content content = contents.get(i);
            int held = content.lines().size();
            if (held > 0 && !lines.get(held - 1).head().equals(content.head())) {
                throw cut("Two copies of the erasure ledger tell different histories.");
            }
            if (held == lines.size() && content.whole()) {
                continue;
            }
            if (any) {
                repaired = "a copy of the erasure ledger was not whole and was written again at start";
                LOG.warn("A copy of the erasure ledger is not whole.");
            }
            // Not touched before the anchors agreed: it may hold what the others lost.
            behind.add(copies.get(i).path());
        }
    }

    /**
     * Writes copies that are not whole anew, once every anchor agreed.
     *
     * @throws SekishoException {@code DISK_FAILED} if none can be written
     */
    public synchronized void settle() {
        repair();
        if (behind.size() == copies.size()) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "No copy of the erasure ledger can be written; check the folders of keys.copies and of the root file.");
        }
    }

    /**
     * Compares the ledger with what a place outside remembers, and from here on keeps every new head there.
     *
     * @throws SekishoException {@code LEDGER_CUT} if the place remembers more than the ledger holds
     */
    public synchronized void anchor(LedgerAnchor anchor) {
        Optional<LedgerHead> kept = anchor.find();
        if (kept.isPresent() && !holds(kept.get())) {
            throw cut("The erasure ledger ends before what was anchored: it was cut, or replaced by an older one.");
        }
        anchors.add(anchor);
        if (kept.isEmpty() || kept.get().number() < head().number()) {
            anchor.keep(head());
        }
    }

    private boolean holds(LedgerHead head) {
        return head.number() == 0
                || (head.number() <= lines.size()
                        && lines.get((int) head.number() - 1).head().equals(head));
    }

    /**
     * Writes down that somebody is to be erased; in every copy that can be written, and anchored, when this returns. Written down
     * already: nothing happens.
     *
     * @param customer whose data
     * @param person the one person, or empty for everything of the customer
     * @throws SekishoException {@code DISK_FAILED} if fewer than two copies took it; then nothing may be erased yet, and the call is
     *     made again
     */
    public synchronized LedgerHead write(CustomerId customer, Optional<PersonToken> person, Instant now) {
        Tombstone tombstone = new Tombstone(customer, person, now.truncatedTo(ChronoUnit.MILLIS));
        Optional<LedgerFile.Line> known = lines.stream()
                .filter(line -> line.tombstone().sameSubject(tombstone))
                .findFirst();
        if (known.isEmpty()) {
            add(tombstone);
        } else {
            repair();
        }
        requireTwoCopies();
        anchors.forEach(anchor -> anchor.keep(head()));
        return head();
    }

    private void add(Tombstone tombstone) {
        LedgerFile.Line line = copies.getFirst().make(head(), tombstone);
        long offset = length;
        lines.add(line);
        length += line.bytes().length;
        for (LedgerFile copy : copies) {
            try {
                if (behind.contains(copy.path())) {
                    rewrite(copy);
                } else {
                    copy.append(offset, line);
                }
            } catch (IOException e) {
                // What it holds now is not known; written whole, it is.
                rewrite(copy);
            }
        }
    }

    private void rewrite(LedgerFile copy) {
        try {
            copy.replace(lines);
            behind.remove(copy.path());
        } catch (IOException e) {
            LOG.warn(
                    "A copy of the erasure ledger cannot be written: {}",
                    e.getClass().getSimpleName());
            behind.add(copy.path());
        }
    }

    private void repair() {
        copies.stream().filter(copy -> behind.contains(copy.path())).forEach(this::rewrite);
    }

    private void requireTwoCopies() {
        if (copies.size() - behind.size() < 2) {
            throw new SekishoException(
                    ErrorCode.DISK_FAILED,
                    "Fewer than two copies of the erasure ledger can be written; nothing is erased before two hold it. Check the "
                            + "folders of keys.copies and of the root file.");
        }
    }

    /** Everybody who was erased, oldest first. */
    public synchronized List<Tombstone> tombstones() {
        return lines.stream().map(LedgerFile.Line::tombstone).toList();
    }

    /** Its lines as they lie in its files, the oldest first: for copies of it elsewhere. */
    public synchronized List<byte[]> lines() {
        return lines.stream().map(LedgerFile.Line::bytes).toList();
    }

    /** Whether people of this customer were erased. */
    synchronized boolean names(CustomerId customer) {
        return lines.stream()
                .map(LedgerFile.Line::tombstone)
                .anyMatch(line -> line.person().isPresent() && line.customer().equals(customer));
    }

    /** Whether everything of this customer was erased. */
    synchronized boolean ends(CustomerId customer) {
        return lines.stream()
                .map(LedgerFile.Line::tombstone)
                .anyMatch(line -> line.person().isEmpty() && line.customer().equals(customer));
    }

    /** Whether this person of the customer, or everything of it, was erased. */
    synchronized boolean covers(CustomerId customer, Optional<PersonToken> person) {
        return lines.stream()
                .map(LedgerFile.Line::tombstone)
                .filter(line -> line.customer().equals(customer))
                .anyMatch(line -> line.person().isEmpty() || line.person().equals(person));
    }

    /** How far it goes. */
    public synchronized LedgerHead head() {
        return lines.isEmpty() ? LedgerHead.EMPTY : lines.getLast().head();
    }

    /** What is wrong with its copies, for health; empty if nothing is. */
    public synchronized String problem() {
        return behind.isEmpty() ? repaired : behind.size() + " copy of the erasure ledger cannot be written";
    }

    private static SekishoException cut(String what) {
        return new SekishoException(
                ErrorCode.LEDGER_CUT,
                what
                        + " Nothing is served until the whole ledger is back: restore every copy of it from the place that has "
                        + "the longest one.");
    }
}
