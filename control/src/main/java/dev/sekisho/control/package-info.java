/** The control plane over HTTP: the API, sign-in, sessions, set-up and the host of the console. */
@NullMarked
package dev.sekisho.control;

import org.jspecify.annotations.NullMarked;
