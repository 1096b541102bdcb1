/** Sessions of the console, kept sealed by the directory. */
@NullMarked
package dev.sekisho.control.session;

import org.jspecify.annotations.NullMarked;
