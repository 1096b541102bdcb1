/** Tests of the recovery kit. */
@NullMarked
package dev.sekisho.seal.kit;

import org.jspecify.annotations.NullMarked;
