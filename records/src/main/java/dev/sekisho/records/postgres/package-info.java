/** The embedded PostgreSQL: unpacked, initialised, started, watched and stopped by our own launcher. */
@NullMarked
package dev.sekisho.records.postgres;

import org.jspecify.annotations.NullMarked;
