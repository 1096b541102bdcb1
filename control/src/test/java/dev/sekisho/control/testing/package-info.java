/** What the tests of the control plane share: a running server over real records, directory and lake, and a client. */
@NullMarked
package dev.sekisho.control.testing;

import org.jspecify.annotations.NullMarked;
