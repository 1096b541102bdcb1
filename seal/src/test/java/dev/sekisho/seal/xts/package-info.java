/** Proofs of sealing, package xts. */
@NullMarked
package dev.sekisho.seal.xts;

import org.jspecify.annotations.NullMarked;
