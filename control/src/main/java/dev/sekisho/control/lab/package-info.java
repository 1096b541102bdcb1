/** Calls that exist only in a laboratory. */
@NullMarked
package dev.sekisho.control.lab;

import org.jspecify.annotations.NullMarked;
