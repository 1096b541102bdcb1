/** Compiled rules, and the pure functions that classify and decide. */
@NullMarked
package dev.sekisho.policy.rules;

import org.jspecify.annotations.NullMarked;
