/** Copies of the key store under copy keys that live for eight days, and the way back from one of them. */
@NullMarked
package dev.sekisho.seal.copy;

import org.jspecify.annotations.NullMarked;
