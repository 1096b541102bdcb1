/** Receipts: what an installation states, signed, and how somebody who does not trust it checks the statement. */
@NullMarked
package dev.sekisho.seal.receipt;

import org.jspecify.annotations.NullMarked;
