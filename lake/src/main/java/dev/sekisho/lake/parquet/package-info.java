/** A writer of flat Parquet files with one row group and required columns only. */
@NullMarked
package dev.sekisho.lake.parquet;

import org.jspecify.annotations.NullMarked;
