/** A region that tests walk through time. */
@NullMarked
package dev.sekisho.trust.world;

import org.jspecify.annotations.NullMarked;
