/** Proofs of sealing, package keys. */
@NullMarked
package dev.sekisho.seal.keys;

import org.jspecify.annotations.NullMarked;
