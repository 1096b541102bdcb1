/** Who acts, for which customer, in which region and for what purpose: the first wall between customers. */
@NullMarked
package dev.sekisho.kernel.scope;

import org.jspecify.annotations.NullMarked;
