package dev.sekisho.seal.codec;

/** A single check of a codec, for leaving it out. */
enum Guard {
    /** The tag of a record or frame, or the root of a segment, is compared. */
    TAG,
    /** All of its bytes are. */
    WHOLE_TAG,
    /** The tag is also over what stands before the ciphertext, or over a segment's trailer. */
    HEADER,
    /** The tag is over the region. */
    REGION,
    /** The tag is over the customer. */
    CUSTOMER,
    /** Keys and tag are made for the table, log or segment. */
    GROUP,
    /** The tag is over the record's identifier. */
    ITEM,
    /** The tag is over version, number or day. */
    VERSION,
    /** Parts of the context have their length before them. */
    LENGTHS,
    /** The form is looked at before anything else: suite, size, length of the file. */
    FORM,
    /** Each unit of a segment has a tag. */
    UNIT_TAG
}
