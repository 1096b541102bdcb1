@NullMarked
package dev.sekisho.trust.mail;

import org.jspecify.annotations.NullMarked;
