/** TLS on both sides: providers, profiles, contexts, and the look at a ClientHello. */
@NullMarked
package dev.sekisho.gateway.tls;

import org.jspecify.annotations.NullMarked;
