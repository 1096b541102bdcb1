/** Connections to sites: making them, checking who answers, keeping them for the same customer's next request. */
@NullMarked
package dev.sekisho.gateway.upstream;

import org.jspecify.annotations.NullMarked;
