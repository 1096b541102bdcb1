package dev.sekisho.directory;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;

/**
 * What a customer chose about itself.
 *
 * @param name the organisation's display name, 1 to 200 characters
 * @param contact whom its users ask, shown on refusal pages; 0 to 200 characters
 * @param showNames whether names may be shown to those who may read them; otherwise everybody sees pseudonyms
 * @param logRetentionDays days that an event is kept, 1 to 181
 * @param logUnavailable what happens to traffic that cannot be logged
 * @param timeZone IANA name of the zone in which the customer's days are shown, for example {@code Asia/Tokyo}
 * @param version from 1, one more at each change; ignored on writing
 */
public record CustomerSettings(
        String name,
        String contact,
        boolean showNames,
        int logRetentionDays,
        LogUnavailable logUnavailable,
        String timeZone,
        long version) {
    /** The longest time that an event may be kept, in days. */
    public static final int MAX_LOG_RETENTION_DAYS = 181;

    private static final int MAX_TEXT_CHARS = 200;

    /** What to do with requests while the log cannot take their events. */
    public enum LogUnavailable {
        /** Refuse them: nothing passes without a trace. */
        REFUSE,
        /** Let them pass and count them as a gap. */
        GAP
    }

    /** @throws SekishoException {@code INVALID_INPUT} with the first value that is out of range */
    public CustomerSettings {
        if (name.isBlank() || name.length() > MAX_TEXT_CHARS) {
            throw invalid("name", "1 to 200 characters");
        }
        if (contact.length() > MAX_TEXT_CHARS) {
            throw invalid("contact", "at most 200 characters");
        }
        if (logRetentionDays < 1 || logRetentionDays > MAX_LOG_RETENTION_DAYS) {
            throw invalid("logRetentionDays", "1 to " + MAX_LOG_RETENTION_DAYS + ", not " + logRetentionDays);
        }
        if (!java.time.ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw invalid("timeZone", "an IANA time zone, for example Asia/Tokyo");
        }
    }

    /** Settings of a new customer: names as pseudonyms, the longest retention, nothing passes unlogged. */
    public static CustomerSettings initial(String name) {
        return new CustomerSettings(name, "", false, MAX_LOG_RETENTION_DAYS, LogUnavailable.REFUSE, "UTC", 0);
    }

    private static SekishoException invalid(String field, String expected) {
        return new SekishoException(ErrorCode.INVALID_INPUT, field + ": " + expected);
    }
}
