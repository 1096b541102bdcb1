/** What the tests of the control plane share: a running server over a real lake, and a small directory in memory. */
@NullMarked
package dev.sekisho.control.testing;

import org.jspecify.annotations.NullMarked;
