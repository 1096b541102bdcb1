package dev.sekisho.trust.keys;

import dev.sekisho.directory.CustomerReference;
import dev.sekisho.kernel.job.Job;
import dev.sekisho.seal.receipt.ReceiptKind;
import dev.sekisho.seal.receipt.Statement;
import dev.sekisho.trust.clock.ClockGuard;
import dev.sekisho.trust.receipt.ReceiptBook;
import dev.sekisho.trust.receipt.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * States in the installation's chain what was replaced while the installation did not run, soon after the start. The receipt has the
 * identifier of the note, so that it is there once also after a crash in between; by no clock that cannot be believed.
 */
public final class KeyRotationJob implements Job {
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final String CHECK =
            "The release notes and docs/formats.md say what each replacement wraps anew; sekisho keys status shows where the root is. A"
                    + " copy of the key store from before opens by the former root or service alone.";

    private final KeyRotations rotations;
    private final ReceiptBook receipts;
    private final ClockGuard guard;

    /** From the notes to the book. */
    public KeyRotationJob(KeyRotations rotations, ReceiptBook receipts, ClockGuard guard) {
        this.rotations = rotations;
        this.receipts = receipts;
        this.guard = guard;
    }

    @Override
    public String name() {
        return "trust.key-rotations";
    }

    /** At once after a start; the others come to a process only by a start, and are tried again if the clock was not believed. */
    @Override
    public Instant nextDue(Instant last, Instant now) {
        return last.equals(Instant.EPOCH) ? now : last.plus(EVERY);
    }

    @Override
    public void run(Instant due) {
        List<KeyRotation> waiting = rotations.waiting();
        if (waiting.isEmpty()) {
            return;
        }
        var ignored = guard.require();
        for (KeyRotation rotation : waiting) {
            var receipt = receipts.append(new Subject.Installation(), rotation.id(), statement(rotation));
        }
        rotations.remove(new HashSet<>(waiting)::contains);
    }

    private static Statement statement(KeyRotation rotation) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("keys", rotation.what().wire());
        facts.put("begun", rotation.begun().toString());
        if (rotation.ended()) {
            facts.put("result", "done");
            facts.put("wrapped-anew", Integer.toString(rotation.wrapped()));
        } else {
            facts.put("result", "cut off; what was left to do was done by a later start or call");
        }
        rotation.customer().map(CustomerReference::toString).ifPresent(text -> facts.put("customer", text));
        return new Statement(ReceiptKind.KEYS_ROTATED, facts, List.of("D4"), "operator at the machine", CHECK);
    }
}
