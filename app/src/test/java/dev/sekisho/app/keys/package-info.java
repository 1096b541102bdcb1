/** Proofs of the operator's keys. */
@NullMarked
package dev.sekisho.app.keys;

import org.jspecify.annotations.NullMarked;
