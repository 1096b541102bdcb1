/** Sites for tests, on loopback: well behaved ones, and ones that do exactly what a test scripts. */
@NullMarked
package dev.sekisho.testkit.origin;

import org.jspecify.annotations.NullMarked;
