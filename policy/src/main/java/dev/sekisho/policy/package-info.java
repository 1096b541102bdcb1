/** Policy: from one document to decisions. */
@NullMarked
package dev.sekisho.policy;

import org.jspecify.annotations.NullMarked;
