package dev.sekisho.records.connect;

import java.util.Locale;

/** Roles of the database. None but the owner owns a table; none bypasses row-level security. */
public enum Role {
    /** Owns the tables and runs migrations; no other statement. */
    OWNER,
    /** Reads and writes records of customers, one customer at a time. */
    RECORDS,
    /** Reads and writes records of the installation. */
    INSTALLATION,
    /** Reads and writes the gatekeeper's table. */
    GATE,
    /** Reads and writes the job table; keeps the marks of copies and forgets noted changes, whose rows it cannot see. */
    JOBS,
    /** Reads every row of records and gatekeeper as it lies there, sealed, for copies; changes nothing. */
    BACKUP,
    /** Loads rows into an empty schema; has no right to any table at other times. */
    LOAD;

    /** Its name in the database. */
    public String name(String prefix) {
        return prefix + "_" + name().toLowerCase(Locale.ROOT);
    }
}
