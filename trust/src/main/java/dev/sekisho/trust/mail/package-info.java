/** Requests for erasure that come in by mail. */
@NullMarked
package dev.sekisho.trust.mail;

import org.jspecify.annotations.NullMarked;
