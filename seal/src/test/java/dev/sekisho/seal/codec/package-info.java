/** Proofs of sealing, package codec. */
@NullMarked
package dev.sekisho.seal.codec;

import org.jspecify.annotations.NullMarked;
