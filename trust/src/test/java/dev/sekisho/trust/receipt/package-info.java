/** Proofs of the book of receipts. */
@NullMarked
package dev.sekisho.trust.receipt;

import org.jspecify.annotations.NullMarked;
