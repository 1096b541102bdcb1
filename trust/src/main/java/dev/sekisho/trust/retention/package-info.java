/** Events whose days are over. */
@NullMarked
package dev.sekisho.trust.retention;

import org.jspecify.annotations.NullMarked;
