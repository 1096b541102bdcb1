/** The configuration file: read once, checked as a whole, then immutable. */
@NullMarked
package dev.sekisho.app.settings;

import org.jspecify.annotations.NullMarked;
