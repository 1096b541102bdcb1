package dev.sekisho.directory;

import java.util.Locale;

/** One thing that somebody of a customer may do; spelled {@code policy:read} outside of Java. */
public enum Permission {
    /** See the policy and its versions, test and replay it. */
    POLICY_READ,
    /** Publish a policy. */
    POLICY_WRITE,
    /** Search the log and its statistics. */
    EVENTS_READ,
    /** See names instead of pseudonyms, where the customer shows names. */
    NAMES_READ,
    /** See the people, their groups and roles. */
    PEOPLE_READ,
    /** Add, change, invite and remove people; end their sessions. */
    PEOPLE_WRITE,
    /** See settings and on-ramps. */
    SETTINGS_READ,
    /** Change settings and on-ramps. */
    SETTINGS_WRITE,
    /** Make and revoke API tokens. */
    TOKENS_WRITE,
    /** Read the audit trail. */
    AUDIT_READ,
    /** Read the register of stored fields. */
    REGISTER_READ,
    /** Choose what is stored of each field. */
    REGISTER_WRITE,
    /** See the licence, its dates, and retention. */
    LICENCE_READ,
    /** See legal holds, and export what they keep. */
    HOLD_READ,
    /** Ask for legal holds, and approve, refuse or end them. */
    HOLD_WRITE,
    /** See requests for erasure and receipts. */
    ERASURE_READ,
    /** Ask for erasure. */
    ERASURE_WRITE,
    /** Act against a threat. */
    RESPONSE,
    /** Collect files from endpoints. */
    COLLECT,
    /** See and export what is stored about oneself. */
    OWN_DATA;

    /** The spelling outside of Java, for example {@code policy:read}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }
}
