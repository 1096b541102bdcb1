/** Where traffic comes in, and the settings of a customer. */
@NullMarked
package dev.sekisho.control.connect;

import org.jspecify.annotations.NullMarked;
