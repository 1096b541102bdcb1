/** The signed form in which a policy travels to gateways. */
@NullMarked
package dev.sekisho.policy.bundle;

import org.jspecify.annotations.NullMarked;
