/** Every role in one process: how the parts meet, in which order they start and stop. */
@NullMarked
package dev.sekisho.app.standalone;

import org.jspecify.annotations.NullMarked;
