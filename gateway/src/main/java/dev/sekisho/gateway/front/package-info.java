/** The process before the gateway that speaks the TLS which the gateway's own process refuses, and holds nothing else. */
@NullMarked
package dev.sekisho.gateway.front;

import org.jspecify.annotations.NullMarked;
