/** Bringing a region back from sets, key copies and the recovery kit, and proving that what came back is what was there. */
@NullMarked
package dev.sekisho.trust.restore;

import org.jspecify.annotations.NullMarked;
