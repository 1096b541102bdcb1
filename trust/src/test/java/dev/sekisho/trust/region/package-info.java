@NullMarked
package dev.sekisho.trust.region;

import org.jspecify.annotations.NullMarked;
