/** What every part of the directory stands on: typed sealed records, and word of what changed. */
@NullMarked
package dev.sekisho.directory.base;

import org.jspecify.annotations.NullMarked;
