/** The threads of the lake: taking events in, sealing them, recovering after a crash. */
@NullMarked
package dev.sekisho.lake.engine;

import org.jspecify.annotations.NullMarked;
