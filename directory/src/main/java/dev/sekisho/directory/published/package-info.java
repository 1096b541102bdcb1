/** Published policies: immutable versions, and the bundles that events name. */
@NullMarked
package dev.sekisho.directory.published;

import org.jspecify.annotations.NullMarked;
