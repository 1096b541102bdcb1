/** The key store: sealed drawers in at least two places, written before a key is used and rewritten when one is destroyed. */
@NullMarked
package dev.sekisho.seal.keys;

import org.jspecify.annotations.NullMarked;
