package dev.sekisho.kernel.inventory;

/** How personal a field is. */
public enum DataClass {
    /** Says something about an identifiable person. */
    PERSONAL,
    /** May do so, depending on its content. */
    POSSIBLY_PERSONAL,
    /** Does not. */
    NOT_PERSONAL,
    /** A secret or a proof of one (password hash, token digest, private key). */
    SECRET
}
