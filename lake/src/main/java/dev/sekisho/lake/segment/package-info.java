/** What is known about sealed segments without opening them: the manifest of a customer's day. */
@NullMarked
package dev.sekisho.lake.segment;

import org.jspecify.annotations.NullMarked;
