/** What is stored, who did what, whether everything works. */
@NullMarked
package dev.sekisho.control.trust;

import org.jspecify.annotations.NullMarked;
