/** The policy document that people write, read with all its problems at once. */
@NullMarked
package dev.sekisho.policy.document;

import org.jspecify.annotations.NullMarked;
