/** A whole gateway with sites, customers and clients around it, on loopback. */
@NullMarked
package dev.sekisho.gateway.world;

import org.jspecify.annotations.NullMarked;
