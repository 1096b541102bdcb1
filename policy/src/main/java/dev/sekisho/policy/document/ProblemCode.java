package dev.sekisho.policy.document;

import java.util.Locale;

/** Kinds of problems; each has a text in both languages ({@code problem.<code>} of {@code Explain}). */
public enum ProblemCode {
    /** Not YAML or JSON at all. */
    SYNTAX,
    /** A limit on size, depth or number. */
    TOO_LARGE,
    /** Another kind of value is expected here. */
    WRONG_TYPE,
    /** Nobody knows this key. */
    UNKNOWN_KEY,
    /** The key appears twice. */
    DUPLICATE_KEY,
    /** A key that must be there is not. */
    MISSING_KEY,
    /** A list or a section's rule of this name exists already. */
    DUPLICATE_NAME,
    /** Not a name. */
    BAD_NAME,
    /** The section is missing or empty. */
    MISSING_SECTION,
    /** The last rule of a section has conditions: something would match no rule. */
    MISSING_FINAL_RULE,
    /** Rules after one without conditions: they could never be reached. */
    UNREACHABLE_RULE,
    /** No such action. */
    UNKNOWN_ACTION,
    /** The action belongs to another section. */
    WRONG_ACTION,
    /** The engine behind the key or action is not part of this installation. */
    ENGINE_ABSENT,
    /** The fact behind the key is not known when this section is decided. */
    NOT_KNOWN_HERE,
    /** No such category. */
    UNKNOWN_CATEGORY,
    /** No such list. */
    UNKNOWN_LIST,
    /** No such person. */
    UNKNOWN_USER,
    /** Not a host name or address. */
    BAD_HOST,
    /** A public suffix: it would match the sites of everybody under it. */
    PUBLIC_SUFFIX,
    /** Not a network. */
    BAD_NETWORK,
    /** Not a path. */
    BAD_PATH,
    /** Not a port. */
    BAD_PORT,
    /** Not an HTTP method. */
    BAD_METHOD,
    /** Not a time window. */
    BAD_TIME;

    /** The spelling outside of Java, for example {@code unknown-key}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
