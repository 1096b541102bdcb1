/** Where the lake keeps bytes: the one interface to storage, and a folder behind it. */
@NullMarked
package dev.sekisho.lake.files;

import org.jspecify.annotations.NullMarked;
