/** Tests. */
@NullMarked
package dev.sekisho.lake.log;

import org.jspecify.annotations.NullMarked;
