/** A real keeper on loopback, and a producer that does what it may and what it may not. */
@NullMarked
package dev.sekisho.keeper;

import org.jspecify.annotations.NullMarked;
