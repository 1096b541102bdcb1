/** Tests. */
@NullMarked
package dev.sekisho.lake.files;

import org.jspecify.annotations.NullMarked;
