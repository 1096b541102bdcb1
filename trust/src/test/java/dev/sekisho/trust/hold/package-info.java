@NullMarked
package dev.sekisho.trust.hold;

import org.jspecify.annotations.NullMarked;
