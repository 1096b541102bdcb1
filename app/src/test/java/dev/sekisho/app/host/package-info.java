/** Proofs of what the machine is asked. */
@NullMarked
package dev.sekisho.app.host;

import org.jspecify.annotations.NullMarked;
