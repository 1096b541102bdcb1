/** The category taxonomy, and the table that finds a host's categories. */
@NullMarked
package dev.sekisho.policy.category;

import org.jspecify.annotations.NullMarked;
