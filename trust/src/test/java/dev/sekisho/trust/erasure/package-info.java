@NullMarked
package dev.sekisho.trust.erasure;

import org.jspecify.annotations.NullMarked;
