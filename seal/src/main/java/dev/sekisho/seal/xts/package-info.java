/** AES-256-XTS (IEEE 1619-2007), twice: built from the JDK's AES and by ACCP, each tested at every start. */
@NullMarked
package dev.sekisho.seal.xts;

import org.jspecify.annotations.NullMarked;
