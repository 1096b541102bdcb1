/** Who asks: Basic sign-in to the proxy, checked beside the event loops. */
@NullMarked
package dev.sekisho.gateway.identity;

import org.jspecify.annotations.NullMarked;
