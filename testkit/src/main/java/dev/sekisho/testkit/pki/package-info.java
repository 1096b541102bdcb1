/** Certificates for tests: a root of their own, and leaves with any fault. */
@NullMarked
package dev.sekisho.testkit.pki;

import org.jspecify.annotations.NullMarked;
