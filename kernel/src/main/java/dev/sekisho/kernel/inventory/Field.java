package dev.sekisho.kernel.inventory;

import java.util.Set;

/**
 * One stored field.
 *
 * @param store the table, log or file that holds it, for example {@code events}
 * @param name its name there
 * @param purpose why it is stored, one sentence in English
 * @param dataClass how personal it is
 * @param retention how long: {@code log} (the customer's log retention, at most 181 days), {@code account} (as long as the
 *     account or object exists), {@code customer} (until the customer's data is deleted), {@code session}, {@code install}
 *     (as long as the installation)
 * @param collectionSwitch the module whose switch stops it from being written, or {@code always} if the product cannot work
 *     without
 * @param treatments what a customer may choose for it, {@link Treatment#KEEP} always among them
 */
public record Field(
        String store,
        String name,
        String purpose,
        DataClass dataClass,
        String retention,
        String collectionSwitch,
        Set<Treatment> treatments) {
    /** The switch of a field that is always stored. */
    public static final String ALWAYS = "always";

    /** @throws IllegalArgumentException unless it can be kept, and dropped exactly if a switch stops it */
    public Field {
        treatments = Set.copyOf(treatments);
        if (!treatments.contains(Treatment.KEEP)
                || treatments.contains(Treatment.DROP) == collectionSwitch.equals(ALWAYS)) {
            throw new IllegalArgumentException(
                    "field " + store + "." + name + ": what may be chosen does not fit its switch");
        }
    }

    /** Whether a customer may choose what is stored of it. */
    public boolean optional() {
        return !collectionSwitch.equals(ALWAYS);
    }
}
