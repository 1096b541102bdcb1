/** The write-ahead log: frames sealed per customer, one fsync for all of them, and their replay. */
@NullMarked
package dev.sekisho.lake.log;

import org.jspecify.annotations.NullMarked;
