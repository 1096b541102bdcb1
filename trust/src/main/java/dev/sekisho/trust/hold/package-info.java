/** Legal holds: what must not be deleted yet, by whose word and until when. */
@NullMarked
package dev.sekisho.trust.hold;

import org.jspecify.annotations.NullMarked;
