/** The two codecs, records and segments, and the log frames that are records of their own numbering (docs/formats.md). */
@NullMarked
package dev.sekisho.seal.codec;

import org.jspecify.annotations.NullMarked;
