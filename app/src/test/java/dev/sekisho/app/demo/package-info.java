/** The demonstration, against a running gateway. */
@NullMarked
package dev.sekisho.app.demo;

import org.jspecify.annotations.NullMarked;
