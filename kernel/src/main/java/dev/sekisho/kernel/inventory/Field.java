package dev.sekisho.kernel.inventory;

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
 * @param collectionSwitch the setting that stops it from being written, or {@code always} if the product cannot work without
 */
public record Field(
        String store, String name, String purpose, DataClass dataClass, String retention, String collectionSwitch) {}
