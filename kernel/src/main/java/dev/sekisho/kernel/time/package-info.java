/** The clock that tests and drills may move. */
@NullMarked
package dev.sekisho.kernel.time;

import org.jspecify.annotations.NullMarked;
