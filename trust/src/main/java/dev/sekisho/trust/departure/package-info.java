/** The end of a customer: keys first, then everything that lay under them, then a receipt. */
@NullMarked
package dev.sekisho.trust.departure;

import org.jspecify.annotations.NullMarked;
