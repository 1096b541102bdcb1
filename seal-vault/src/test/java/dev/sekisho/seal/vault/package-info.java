/** Proofs of the key services. */
@NullMarked
package dev.sekisho.seal.vault;

import org.jspecify.annotations.NullMarked;
