/** Copies of all rows of the records database, of what changed, and loading them into an empty one. */
@NullMarked
package dev.sekisho.records.copy;

import org.jspecify.annotations.NullMarked;
