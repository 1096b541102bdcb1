/** The book of receipts: one hash chain a subject, which outlives the subject. */
@NullMarked
package dev.sekisho.trust.receipt;

import org.jspecify.annotations.NullMarked;
