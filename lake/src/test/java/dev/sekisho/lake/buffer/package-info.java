/** Tests. */
@NullMarked
package dev.sekisho.lake.buffer;

import org.jspecify.annotations.NullMarked;
