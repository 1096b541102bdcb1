/** What belongs to one event loop and is touched on it only. */
@NullMarked
package dev.sekisho.gateway.lane;

import org.jspecify.annotations.NullMarked;
