/** The verbs about backups, called like an operator calls them. */
@NullMarked
package dev.sekisho.app.backup;

import org.jspecify.annotations.NullMarked;
