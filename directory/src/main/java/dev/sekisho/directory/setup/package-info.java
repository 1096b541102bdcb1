/** First-run set-up. */
@NullMarked
package dev.sekisho.directory.setup;

import org.jspecify.annotations.NullMarked;
