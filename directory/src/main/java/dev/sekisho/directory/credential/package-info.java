/** Passwords, tokens and sessions. */
@NullMarked
package dev.sekisho.directory.credential;

import org.jspecify.annotations.NullMarked;
