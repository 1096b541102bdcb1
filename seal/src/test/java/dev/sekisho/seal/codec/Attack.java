package dev.sekisho.seal.codec;

/** What somebody with the storage, but without the keys, can do to sealed bytes. */
enum Attack {
    /** One bit is flipped. */
    FLIP,
    /** The end is cut off, at every length. */
    CUT,
    /** Bytes are put in, at every block and at the end. */
    EXTENSION,
    /** Two 16-byte blocks change places. */
    BLOCK_SWAP,
    /** Two units of a segment change places. */
    UNIT_SWAP,
    /** Two tags of a segment change places. */
    TAG_SWAP,
    /** Two units with their tags change places. */
    UNIT_AND_TAG_SWAP,
    /** A unit with its tag comes from another segment. */
    SPLICE,
    /** It is put where another row is. */
    ITEM_MOVE,
    /** It is put into another table, log or segment. */
    GROUP_MOVE,
    /** It is given to another customer. */
    CUSTOMER_MOVE,
    /** It is copied to another region. */
    REGION_MOVE,
    /** An old version, another number or another day takes its place. */
    ROLL_BACK,
    /** It is put where the parts of the name read the same when joined. */
    JOINED_NAME
}
