/** The networks from which customers' traffic comes. */
@NullMarked
package dev.sekisho.directory.onramp;

import org.jspecify.annotations.NullMarked;
