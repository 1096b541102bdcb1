/** The policy: read, publish, test, compare, versions, categories. */
@NullMarked
package dev.sekisho.control.policy;

import org.jspecify.annotations.NullMarked;
