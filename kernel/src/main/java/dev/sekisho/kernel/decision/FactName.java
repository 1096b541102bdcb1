package dev.sekisho.kernel.decision;

import java.util.Locale;

/**
 * The facts that rules may read. The order is part of the event's format (the set of known facts is stored as bits by
 * ordinal): new ones go last.
 */
public enum FactName {
    /** The time of the request. */
    AT,
    /** The HTTP method. */
    METHOD,
    /** The normalised host name or address literal. */
    HOST,
    /** The port. */
    PORT,
    /** The normalised path, without the query. */
    PATH,
    /** The addresses that the host resolved to; known and empty when it does not resolve. */
    DESTINATION,
    /** The categories of the host and URL. */
    CATEGORY,
    /** The customer's own lists that the request is on. */
    LIST,
    /** The person, known and empty when nobody signed in. */
    PERSON,
    /** The person's groups. */
    GROUP,
    /** The address that the request came from. */
    CLIENT_IP,
    /** The user agent's own description. */
    USER_AGENT;

    /** The spelling in policies and answers, for example {@code clientIp}. */
    public String wire() {
        return switch (this) {
            case CLIENT_IP -> "clientIp";
            case USER_AGENT -> "userAgent";
            default -> name().toLowerCase(Locale.ROOT);
        };
    }

    /** This fact's bit in a set of facts. */
    public int bit() {
        return 1 << ordinal();
    }
}
