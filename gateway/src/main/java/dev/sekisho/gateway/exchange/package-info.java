/** One request after the other: from a client's bytes through the decision to the site and back. */
@NullMarked
package dev.sekisho.gateway.exchange;

import org.jspecify.annotations.NullMarked;
