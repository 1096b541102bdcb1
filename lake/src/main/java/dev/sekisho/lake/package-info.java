/** The event lake, as the rest of the product sees it. */
@NullMarked
package dev.sekisho.lake;

import org.jspecify.annotations.NullMarked;
