/** Questions to sealed and hot rows: pruning, sparse views in memory, and a locked database engine. */
@NullMarked
package dev.sekisho.lake.query;

import org.jspecify.annotations.NullMarked;
