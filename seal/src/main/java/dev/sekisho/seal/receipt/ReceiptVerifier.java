package dev.sekisho.seal.receipt;

import dev.sekisho.kernel.scope.Region;
import dev.sekisho.seal.Signatures;
import dev.sekisho.seal.receipt.Verification.Check;
import dev.sekisho.seal.receipt.Verification.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Checks receipts with nothing but a public key: no installation, no network. It can show that the holder of the key signed these
 * statements in this order and that none between them is missing. It cannot show that a statement is true, nor that links after the
 * last one were not left out, nor that the signer did not sign two chains.
 */
public final class ReceiptVerifier {
    /** Beyond it, more of the same says nothing new. */
    private static final int MAX_FINDINGS = 100;

    private final VerificationKey key;
    private final Set<Check> checks;

    /** With a key that is known to be the installation's. */
    public ReceiptVerifier(VerificationKey key) {
        this(key, EnumSet.allOf(Check.class));
    }

    /** Leaves checks out: for the proof that each is needed. */
    ReceiptVerifier(VerificationKey key, Set<Check> checks) {
        this.key = key;
        this.checks = checks;
    }

    /** Checks a file. */
    public Verification verify(ReceiptFile file) {
        List<Finding> findings = new ArrayList<>();
        if (!file.key().equals(key)) {
            say(
                    findings,
                    0,
                    Check.KEY,
                    "The file names another key (" + file.key().fingerprint() + ") than the given one.");
        }
        List<Receipt> links = file.receipts();
        for (int i = 0; i < links.size(); i++) {
            alone(findings, links.get(i));
            if (i > 0) {
                after(findings, links.get(i - 1), links.get(i), 1);
            }
        }
        beginning(findings, links.getFirst());
        file.head().ifPresent(head -> {
            alone(findings, head);
            head(findings, links.getLast(), head);
        });
        return new Verification(findings, rests(file));
    }

    /** Whether one link stands on the one before it, for whoever keeps a chain. */
    public List<Finding> follows(Receipt before, Receipt link) {
        List<Finding> findings = new ArrayList<>();
        alone(findings, link);
        after(findings, before, link, 1);
        return findings;
    }

    private void alone(List<Finding> findings, Receipt link) {
        if (!Signatures.verify(
                key.key(), new Region(link.region()), Receipt.PURPOSE, link.message(), link.signature())) {
            say(
                    findings,
                    link.number(),
                    Check.SIGNATURE,
                    "The signature does not hold: it was changed, or signed by another key.");
        }
        List<String> missing = link.statement().missingFacts();
        if (!missing.isEmpty()) {
            say(
                    findings,
                    link.number(),
                    Check.FACTS,
                    "A statement of the kind " + link.statement().kind().wire() + " needs the facts " + missing + ".");
        }
    }

    private void beginning(List<Finding> findings, Receipt first) {
        if (first.number() == 1 && !Arrays.equals(first.previous(), Receipt.beginning())) {
            say(findings, 1, Check.LINK, "The first link names one before it.");
        }
    }

    private void after(List<Finding> findings, Receipt before, Receipt link, long step) {
        same(findings, before, link);
        if (link.number() != before.number() + step) {
            say(
                    findings,
                    link.number(),
                    Check.NUMBER,
                    "It comes after link " + before.number() + ": links are missing, doubled or out of order.");
        }
        if (!Arrays.equals(link.previous(), before.hash())) {
            say(findings, link.number(), Check.LINK, "It does not hold the hash of the link before it.");
        }
    }

    private void head(List<Finding> findings, Receipt last, Receipt head) {
        if (head.number() == last.number() + 1) {
            after(findings, last, head, 1);
            return;
        }
        same(findings, last, head);
        if (head.number() <= last.number()) {
            say(
                    findings,
                    head.number(),
                    Check.NUMBER,
                    "The head is not after link " + last.number() + ", the last of the file.");
        }
    }

    private void same(List<Finding> findings, Receipt before, Receipt link) {
        if (!link.subject().equals(before.subject())) {
            say(findings, link.number(), Check.SUBJECT, "It is about another subject than the link before it.");
        }
        if (!link.region().equals(before.region())) {
            say(findings, link.number(), Check.REGION, "It is of another region than the link before it.");
        }
        if (link.time().isBefore(before.time())) {
            say(findings, link.number(), Check.TIME, "It is older than the link before it.");
        }
    }

    private void say(List<Finding> findings, long number, Check check, String text) {
        if (checks.contains(check) && findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(number, check, text));
        }
    }

    private List<String> rests(ReceiptFile file) {
        Receipt first = file.receipts().getFirst();
        Receipt last = file.receipts().getLast();
        List<String> rests = new ArrayList<>();
        int count = file.receipts().size();
        rests.add("Signed by key " + key.fingerprint() + " in region " + first.region() + ".");
        rests.add(
                count == 1
                        ? "One link, number " + first.number() + "."
                        : "Chain of " + count + " links unbroken, numbers " + first.number() + " to " + last.number()
                                + ".");
        if (first.number() > 1) {
            rests.add("Links 1 to " + (first.number() - 1)
                    + " are not in this file; that they exist is signed, what they" + " say is not shown.");
        }
        file.head()
                .filter(head -> head.number() > last.number() + 1)
                .ifPresent(head -> rests.add("The newest link is " + head.number() + "; those between " + last.number()
                        + " and it are not in this file."));
        rests.add("Newest link: "
                + HexFormat.of().formatHex(file.head().orElse(last).hash())
                + "; whoever noted a later one knows that links were left out.");
        rests.add(
                "It cannot show that no copy of what was deleted exists outside of the installation, that a statement is"
                        + " true beyond what its line \"check\" says, or that no later link was left out.");
        return rests;
    }
}
