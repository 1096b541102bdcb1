/** Tests. */
@NullMarked
package dev.sekisho.lake.parquet;

import org.jspecify.annotations.NullMarked;
