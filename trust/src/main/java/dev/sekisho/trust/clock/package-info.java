/** Whether the clock by which data is deleted can be believed. */
@NullMarked
package dev.sekisho.trust.clock;

import org.jspecify.annotations.NullMarked;
