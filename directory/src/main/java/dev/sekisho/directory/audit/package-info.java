/** Who did what. */
@NullMarked
package dev.sekisho.directory.audit;

import org.jspecify.annotations.NullMarked;
