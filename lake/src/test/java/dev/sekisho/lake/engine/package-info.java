/** Tests. */
@NullMarked
package dev.sekisho.lake.engine;

import org.jspecify.annotations.NullMarked;
