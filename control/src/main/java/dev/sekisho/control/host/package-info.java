/** The console's files and the API description. */
@NullMarked
package dev.sekisho.control.host;

import org.jspecify.annotations.NullMarked;
