/** Tests of the lake as a whole. */
@NullMarked
package dev.sekisho.lake;

import org.jspecify.annotations.NullMarked;
