/** From a host name to the addresses that may be contacted. */
@NullMarked
package dev.sekisho.gateway.destination;

import org.jspecify.annotations.NullMarked;
