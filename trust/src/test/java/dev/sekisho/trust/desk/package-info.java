/** What was decided is stated once. */
@NullMarked
package dev.sekisho.trust.desk;

import org.jspecify.annotations.NullMarked;
