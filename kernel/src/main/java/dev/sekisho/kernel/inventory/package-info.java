/** The one register of every stored field. */
@NullMarked
package dev.sekisho.kernel.inventory;

import org.jspecify.annotations.NullMarked;
