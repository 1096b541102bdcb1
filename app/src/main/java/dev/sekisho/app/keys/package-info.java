/** The keys of an installation for its operator: how they are opened, and the verb {@code keys}. */
@NullMarked
package dev.sekisho.app.keys;

import org.jspecify.annotations.NullMarked;
