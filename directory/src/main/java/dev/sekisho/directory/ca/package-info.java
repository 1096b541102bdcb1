/** The certificate authority that each customer has for inspected connections. */
@NullMarked
package dev.sekisho.directory.ca;

import org.jspecify.annotations.NullMarked;
