/** Tests of copies of the key store. */
@NullMarked
package dev.sekisho.seal.copy;

import org.jspecify.annotations.NullMarked;
