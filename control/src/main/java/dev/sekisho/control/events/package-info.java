/** The log: search, one event with its trace, live stream, exports, sums. */
@NullMarked
package dev.sekisho.control.events;

import org.jspecify.annotations.NullMarked;
