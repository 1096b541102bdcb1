package dev.sekisho.directory.people;

import dev.sekisho.directory.base.Kind;

/**
 * An operator as stored, sealed with the installation's keys.
 *
 * @param created milliseconds since 1970
 */
record StoredOperator(String login, String name, String email, long created) {
    static final Kind<StoredOperator> KIND = Kind.of("operator", StoredOperator.class);

    /** A name is never printed. */
    @Override
    public String toString() {
        return "operator";
    }
}
