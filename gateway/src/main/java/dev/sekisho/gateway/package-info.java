/** The data plane, and the ports through which it meets the rest of the product. */
@NullMarked
package dev.sekisho.gateway;

import org.jspecify.annotations.NullMarked;
