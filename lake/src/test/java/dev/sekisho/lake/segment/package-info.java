/** Tests. */
@NullMarked
package dev.sekisho.lake.segment;

import org.jspecify.annotations.NullMarked;
