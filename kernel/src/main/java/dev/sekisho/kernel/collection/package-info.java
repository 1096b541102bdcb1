/** What a customer chose to have stored of each field of an event, and how that is done to one event. */
@NullMarked
package dev.sekisho.kernel.collection;

import org.jspecify.annotations.NullMarked;
