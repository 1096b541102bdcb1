/** The trust engine: what happens to customers' data in the end, and the receipts of it. */
@NullMarked
package dev.sekisho.trust;

import org.jspecify.annotations.NullMarked;
