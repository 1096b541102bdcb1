/** From what happened to a request to the one record of it, and on to the log. */
@NullMarked
package dev.sekisho.gateway.event;

import org.jspecify.annotations.NullMarked;
