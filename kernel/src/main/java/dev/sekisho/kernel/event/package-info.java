/** The record of one request. */
@NullMarked
package dev.sekisho.kernel.event;

import org.jspecify.annotations.NullMarked;
