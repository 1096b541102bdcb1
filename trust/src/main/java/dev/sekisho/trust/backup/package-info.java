/** Backup sets: made from a running region, kept in targets that only grow, and proved whole by whoever has the MAC key alone. */
@NullMarked
package dev.sekisho.trust.backup;

import org.jspecify.annotations.NullMarked;
