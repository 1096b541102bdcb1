/** Tests against a running Sekisho: the process that a user would start, and the clients that a user would have. */
@NullMarked
package dev.sekisho.app.running;

import org.jspecify.annotations.NullMarked;
