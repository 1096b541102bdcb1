/** What tests of records, and of what is built on them, share: one embedded server, and keys in memory. */
@NullMarked
package dev.sekisho.records.testing;

import org.jspecify.annotations.NullMarked;
