/** Growing byte arrays with variable-length integers: the alphabet of log frames, manifests and Parquet footers. */
@NullMarked
package dev.sekisho.lake.bytes;

import org.jspecify.annotations.NullMarked;
