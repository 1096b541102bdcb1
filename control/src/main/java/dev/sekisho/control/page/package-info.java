/** Pages that work without a script: their frame, texts in both languages, sign-in. */
@NullMarked
package dev.sekisho.control.page;

import org.jspecify.annotations.NullMarked;
