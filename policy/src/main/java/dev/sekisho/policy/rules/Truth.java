package dev.sekisho.policy.rules;

/** Three-valued logic (Kleene): whether something holds, does not, or cannot be said. */
enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean holds) {
        return holds ? TRUE : FALSE;
    }

    Truth negateIf(boolean negated) {
        return !negated || this == UNKNOWN ? this : this == TRUE ? FALSE : TRUE;
    }
}
