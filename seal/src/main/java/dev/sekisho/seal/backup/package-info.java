/** The MAC of backup sets, and the key that checks it without opening anything. */
@NullMarked
package dev.sekisho.seal.backup;

import org.jspecify.annotations.NullMarked;
