package dev.sekisho.seal.receipt;

import java.util.List;
import java.util.Locale;

/** What a receipt is about, and the facts that a statement of the kind must have to mean anything. */
public enum ReceiptKind {
    /** Everything of a customer was deleted. */
    CUSTOMER_DELETED("keys"),
    /** One person was erased. */
    PERSON_ERASED("person"),
    /** Keys were destroyed, by nothing that has a kind of its own. Reserved: nothing in this release does that. */
    KEYS_DESTROYED("keys"),
    /** Keys were replaced, or wrapped anew, while the installation did not run. */
    KEYS_ROTATED("keys"),
    /** Days of events ended their retention and were deleted. */
    RETENTION_DAY("days"),
    /** A licence changed its state. */
    LICENCE_STEP("state"),
    /** A legal hold was placed, ended or ran out. */
    HOLD("hold", "state"),
    /** A request of a person was received, acknowledged, extended or refused. */
    REQUEST("request", "state"),
    /** A backup set of the region was made. */
    BACKUP_SET("set", "number", "captured"),
    /** A set was restored beside the region and compared with what was there. */
    RESTORE_TEST("set", "result"),
    /** A loss was rehearsed on a copy: what was damaged, how long recovery took, what was lost. */
    DRILL("scenario", "rto-seconds", "rpo-seconds"),
    /** The heads of all chains of the region, so that a chain that was cut afterwards is seen to be. */
    ANCHOR("chains", "part", "parts");

    private final List<String> requiredFacts;

    ReceiptKind(String... requiredFacts) {
        this.requiredFacts = List.of(requiredFacts);
    }

    /** Names of the facts that every statement of this kind has. */
    public List<String> requiredFacts() {
        return requiredFacts;
    }

    /** The spelling outside of Java, for example {@code person-erased}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public static ReceiptKind ofWire(String text) {
        for (ReceiptKind kind : values()) {
            if (kind.wire().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no such kind of receipt: \"" + text + "\"");
    }
}
