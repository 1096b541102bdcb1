/** Reading category lists in the formats in which they are published. */
@NullMarked
package dev.sekisho.policy.imports;

import org.jspecify.annotations.NullMarked;
