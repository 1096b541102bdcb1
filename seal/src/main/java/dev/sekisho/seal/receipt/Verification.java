package dev.sekisho.seal.receipt;

import java.util.List;

/**
 * What came of checking receipts.
 *
 * @param findings what does not hold, in the order of the links; empty if everything does
 * @param rests what a good result rests on and what it cannot show, in sentences for people
 */
public record Verification(List<Finding> findings, List<String> rests) {
    /** Copies the lists. */
    public Verification {
        findings = List.copyOf(findings);
        rests = List.copyOf(rests);
    }

    /** Whether everything holds. */
    public boolean holds() {
        return findings.isEmpty();
    }

    /** Something that can fail to hold. */
    public enum Check {
        /** The file names the key that the receipts are checked against. */
        KEY,
        /** The installation with the key signed exactly this. */
        SIGNATURE,
        /** All links are of one region. */
        REGION,
        /** All links are about one subject. */
        SUBJECT,
        /** Each link has the next number. */
        NUMBER,
        /** Each link holds the hash of the one before. */
        LINK,
        /** No link is older than the one before. */
        TIME,
        /** The statement has the facts that its kind needs. */
        FACTS
    }

    /**
     * Something that does not hold.
     *
     * @param number of the link; 0 for the file
     * @param check which check failed
     * @param text what is wrong, one sentence
     */
    public record Finding(long number, Check check, String text) {}
}
