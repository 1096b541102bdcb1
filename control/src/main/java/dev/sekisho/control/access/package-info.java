/** Who may call what: one table of operations, and the way from a credential to a caller. */
@NullMarked
package dev.sekisho.control.access;

import org.jspecify.annotations.NullMarked;
