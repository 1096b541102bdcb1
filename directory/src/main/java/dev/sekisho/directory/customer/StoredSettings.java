package dev.sekisho.directory.customer;

import dev.sekisho.directory.CustomerSettings;
import dev.sekisho.directory.base.Kind;
import dev.sekisho.directory.base.Kind.Row;
import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import dev.sekisho.kernel.id.Id128;
import dev.sekisho.records.RecordStore.Transaction;
import java.util.Map;

/** Settings as stored, in the customer's records. */
public record StoredSettings(
        String name, String contact, boolean showNames, int logRetentionDays, String logUnavailable, String timeZone) {
    private static final Kind<StoredSettings> KIND = Kind.of("settings", StoredSettings.class);
    private static final Id128 ONE = new Id128(0, 1);

    /** Reads them. */
    public static CustomerSettings read(Transaction transaction) {
        return settings(KIND.find(transaction, ONE)
                .orElseThrow(() -> new SekishoException(
                        ErrorCode.NOT_FOUND, "The customer has no settings; its set-up did not end.")));
    }

    static void insert(Transaction transaction, CustomerSettings settings) {
        KIND.insert(transaction, ONE, form(settings), Map.of());
    }

    /** Replaces them. */
    public static CustomerSettings update(Transaction transaction, CustomerSettings settings, long expected) {
        return settings(KIND.update(transaction, ONE, expected, form(settings), Map.of()));
    }

    private static CustomerSettings settings(Row<StoredSettings> row) {
        StoredSettings form = row.value();
        return new CustomerSettings(
                form.name(),
                form.contact(),
                form.showNames(),
                form.logRetentionDays(),
                CustomerSettings.LogUnavailable.valueOf(form.logUnavailable()),
                form.timeZone(),
                row.version());
    }

    private static StoredSettings form(CustomerSettings settings) {
        return new StoredSettings(
                settings.name(),
                settings.contact(),
                settings.showNames(),
                settings.logRetentionDays(),
                settings.logUnavailable().name(),
                settings.timeZone());
    }
}
