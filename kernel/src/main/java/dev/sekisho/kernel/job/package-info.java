/** Work that is due at a time. */
@NullMarked
package dev.sekisho.kernel.job;

import org.jspecify.annotations.NullMarked;
