/** Proofs of receipts. */
@NullMarked
package dev.sekisho.seal.receipt;

import org.jspecify.annotations.NullMarked;
