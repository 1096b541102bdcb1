/** Sealing: the key tree, the two codecs and what is built from them. */
@NullMarked
package dev.sekisho.seal;

import org.jspecify.annotations.NullMarked;
