/** Tests of the MAC of backup sets. */
@NullMarked
package dev.sekisho.seal.backup;

import org.jspecify.annotations.NullMarked;
