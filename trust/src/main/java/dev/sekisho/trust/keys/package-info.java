/** Replacements of keys on an installation that did not run, from the note that is left in the key store to the receipt. */
@NullMarked
package dev.sekisho.trust.keys;

import org.jspecify.annotations.NullMarked;
