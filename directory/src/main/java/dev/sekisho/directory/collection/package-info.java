/** What each customer chose to have stored of its events, as sealed records and ready to be applied. */
@NullMarked
package dev.sekisho.directory.collection;

import org.jspecify.annotations.NullMarked;
