/** The {@code sekisho} command: verbs, and the wiring of one role or all of them into a process. */
@NullMarked
package dev.sekisho.app;

import org.jspecify.annotations.NullMarked;
