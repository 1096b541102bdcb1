/** Requests for erasure: from the intake by console, API or mail to the receipt. */
@NullMarked
package dev.sekisho.trust.erasure;

import org.jspecify.annotations.NullMarked;
