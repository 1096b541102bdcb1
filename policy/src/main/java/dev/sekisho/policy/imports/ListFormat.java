package dev.sekisho.policy.imports;

import dev.sekisho.kernel.error.ErrorCode;
import dev.sekisho.kernel.error.SekishoException;
import java.util.Locale;

/** Formats in which category lists are published. */
public enum ListFormat {
    /** A host a line; {@code #} starts a comment. */
    PLAIN,
    /** hosts(5): an address, then names; the address does not matter. */
    HOSTS,
    /** AdBlock filters of the form {@code ||host^}; all other filters are skipped and counted. */
    ADBLOCK,
    /** dnsmasq: {@code address=/host/…}, {@code server=/host/…}, {@code local=/host/…}. */
    DNSMASQ,
    /** A host, a tab, its sets joined by commas. */
    TABLE,
    /** squidGuard: a folder a set, in it {@code domains}, {@code urls} and {@code expressions} (skipped and counted). */
    SQUIDGUARD;

    /**
     * Reads the lower-case spelling.
     *
     * @throws SekishoException {@code CONFIG_INVALID}
     */
    public static ListFormat of(String text) {
        for (ListFormat format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return format;
            }
        }
        throw new SekishoException(ErrorCode.CONFIG_INVALID, "There is no list format \"" + text + "\".");
    }
}
