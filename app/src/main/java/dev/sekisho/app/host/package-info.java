/** What the machine itself could give away of a process's memory: core dumps and swap. */
@NullMarked
package dev.sekisho.app.host;

import org.jspecify.annotations.NullMarked;
