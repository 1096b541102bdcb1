/** The recovery kit: the root file in shares on paper, some of which bring it back. */
@NullMarked
package dev.sekisho.seal.kit;

import org.jspecify.annotations.NullMarked;
