/** Tests. */
@NullMarked
package dev.sekisho.lake.query;

import org.jspecify.annotations.NullMarked;
