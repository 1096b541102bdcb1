/** Sets of a small region with real keys, records and events, and what becomes of them. */
@NullMarked
package dev.sekisho.trust.backup;

import org.jspecify.annotations.NullMarked;
