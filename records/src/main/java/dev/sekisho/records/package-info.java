/** Customer-scoped sealed records, as the rest of the product sees them. */
@NullMarked
package dev.sekisho.records;

import org.jspecify.annotations.NullMarked;
