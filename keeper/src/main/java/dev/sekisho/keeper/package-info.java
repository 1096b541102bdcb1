/** A place for backup sets in a process of its own, to which their producer can add and from which it can read, and nothing else. */
@NullMarked
package dev.sekisho.keeper;

import org.jspecify.annotations.NullMarked;
