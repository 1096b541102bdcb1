/** Errors as problem documents (RFC 9457): stable code, what to do, a reference, nothing personal. */
@NullMarked
package dev.sekisho.control.problem;

import org.jspecify.annotations.NullMarked;
