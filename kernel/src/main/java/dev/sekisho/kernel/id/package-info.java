/** Random 128-bit identifiers and how they are written for people. */
@NullMarked
package dev.sekisho.kernel.id;

import org.jspecify.annotations.NullMarked;
