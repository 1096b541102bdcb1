package dev.sekisho.directory;

import static dev.sekisho.directory.Permission.*;

import java.util.Locale;
import java.util.Set;

/** What a person or an API token of a customer is; each role has exactly its permissions. */
public enum Role {
    /** Runs the customer's gateway. */
    ADMINISTRATOR(
            POLICY_READ,
            POLICY_WRITE,
            EVENTS_READ,
            NAMES_READ,
            PEOPLE_READ,
            PEOPLE_WRITE,
            SETTINGS_READ,
            SETTINGS_WRITE,
            TOKENS_WRITE,
            AUDIT_READ,
            REGISTER_READ,
            REGISTER_WRITE,
            LICENCE_READ,
            HOLD_READ,
            HOLD_WRITE,
            ERASURE_READ,
            ERASURE_WRITE,
            OWN_DATA),
    /** Checks what was done; changes nothing. */
    AUDITOR(
            POLICY_READ,
            EVENTS_READ,
            SETTINGS_READ,
            PEOPLE_READ,
            AUDIT_READ,
            REGISTER_READ,
            LICENCE_READ,
            HOLD_READ,
            ERASURE_READ,
            OWN_DATA),
    /** Handles threats. */
    RESPONDER(POLICY_READ, EVENTS_READ, NAMES_READ, PEOPLE_READ, REGISTER_READ, LICENCE_READ, RESPONSE, OWN_DATA),
    /** Collects files from endpoints. */
    COLLECTOR(EVENTS_READ, COLLECT, REGISTER_READ, LICENCE_READ, OWN_DATA),
    /** Looks. */
    READ_ONLY(POLICY_READ, EVENTS_READ, SETTINGS_READ, REGISTER_READ, LICENCE_READ, OWN_DATA),
    /** Browses, and sees what is stored about itself. */
    USER(OWN_DATA);

    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        this.permissions = Set.of(permissions);
    }

    /** What the role may do. */
    public Set<Permission> permissions() {
        return permissions;
    }

    /** The spelling outside of Java, for example {@code read-only}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such role */
    public static Role ofWire(String text) {
        for (Role role : values()) {
            if (role.wire().equals(text)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no such role: \"" + text + "\"");
    }
}
