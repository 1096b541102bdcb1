/** Stable error codes. */
@NullMarked
package dev.sekisho.kernel.error;

import org.jspecify.annotations.NullMarked;
