/** Hot rows: the columns of an event, and append-only buffers of them that readers share without a lock. */
@NullMarked
package dev.sekisho.lake.buffer;

import org.jspecify.annotations.NullMarked;
