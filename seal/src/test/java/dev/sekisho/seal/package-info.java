/** Proofs of sealing. */
@NullMarked
package dev.sekisho.seal;

import org.jspecify.annotations.NullMarked;
