/** Who calls, and sessions through the API. */
@NullMarked
package dev.sekisho.control.account;

import org.jspecify.annotations.NullMarked;
